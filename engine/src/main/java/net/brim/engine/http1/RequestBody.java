package net.brim.engine.http1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as an app reads it: exactly as long as its framing says, whatever follows.
 */
abstract sealed class RequestBody extends InputStream permits FixedBody, ChunkedBody {

  /** How much of a body that the app did not want is read, so that the connection can go on. */
  private static final long MOST_DISCARDED = 256 * 1024;

  /** What must happen before the client sends the body, such as {@code 100 Continue}. */
  @FunctionalInterface
  interface Invitation {
    void send() throws IOException;
  }

  private final ByteSource source;
  private final Duration timeout;
  private @Nullable Invitation invitation;
  private long count;
  private @Nullable IOException failure;

  RequestBody(ByteSource source, Duration timeout, @Nullable Invitation invitation) {
    this.source = source;
    this.timeout = timeout;
    this.invitation = invitation;
  }

  static RequestBody of(
      RequestHead head, ByteSource source, HttpSettings limits, @Nullable Invitation invitation) {
    return head.contentLength() < 0
        ? new ChunkedBody(source, limits, invitation)
        : new FixedBody(source, limits, invitation, head.contentLength());
  }

  /** Whether all of it was read. */
  abstract boolean finished();

  /** How many bytes there are in all, less than 0 where that is not known. */
  abstract long announced();

  /** The trailer fields that came after the last chunk. */
  Headers trailers() {
    return HeaderList.of();
  }

  /** How many bytes were read. */
  final long count() {
    return count;
  }

  /**
   * Whether what is left is little enough to be read for nothing; a client that still waits to be
   * told that it may send the body may send it or not.
   */
  final boolean worthSkipping() {
    return finished() || (invitation == null && announced() - count <= MOST_DISCARDED);
  }

  /**
   * Reads what the app left, which must not become the next request; false where that is too much.
   */
  final boolean skip() {
    try {
      long skipped = 0;
      byte[] discarded = finished() ? new byte[0] : new byte[4096];
      while (!finished() && skipped <= MOST_DISCARDED) {
        skipped += Math.max(0, read(discarded));
      }
      return finished();
    } catch (IOException e) {
      return false; // The response is on its way; the connection just cannot go on.
    }
  }

  /** What went wrong in reading it, whatever the app made of that; null where nothing did. */
  final @Nullable IOException failure() {
    return failure;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      int read = readSome(into, offset, length);
      count += Math.max(0, read);
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Reads at least one byte, or returns -1 at the end of the body. */
  abstract int readSome(byte[] into, int offset, int length) throws IOException;

  /** Copies what has arrived, at least one byte and at most {@code most}. */
  final int copy(byte[] into, int offset, int most) throws IOException {
    if (arrived() == 0) {
      await();
    }
    int length = Math.min(most, arrived());
    System.arraycopy(source.array(), source.position(), into, offset, length);
    source.skip(length);
    return length;
  }

  /** Takes the next byte. */
  final byte take() throws IOException {
    if (arrived() == 0) {
      await();
    }
    byte b = source.array()[source.position()];
    source.skip(1);
    return b;
  }

  private void await() throws IOException {
    if (invitation != null) {
      Invitation now = invitation;
      invitation = null;
      now.send();
    }
    source.readWithin(timeout, false);
    if (!source.more()) {
      throw cutOff();
    }
  }

  /** What it means that the client says no more before the body is complete. */
  IOException cutOff() {
    return new ClientGoneException("in the middle of a request body");
  }

  /** How many bytes of the connection can be read without waiting. */
  final int arrived() {
    return source.limit() - source.position();
  }
}

package net.brim.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as an app reads it: exactly as long as its framing says, whatever follows.
 *
 * <p>Read by one thread at a time.
 */
public abstract class RequestBody extends InputStream {

  /** How much of a body that the app did not want is read, so that the connection can go on. */
  public static final long MOST_DISCARDED = 256 * 1024;

  private long count;
  private @Nullable IOException failure;

  /** Nothing is read yet. */
  protected RequestBody() {}

  /** Reads at least one byte of at least one, or returns -1 at the end of the body. */
  protected abstract int readSome(byte[] into, int offset, int length) throws IOException;

  /** Whether all of it was read. */
  public abstract boolean finished();

  /** How many bytes there are in all, less than 0 where that is not known. */
  public abstract long announced();

  /** The trailer fields that came after the content. */
  public Headers trailers() {
    return HeaderList.of();
  }

  /** How many bytes were read. */
  public final long count() {
    return count;
  }

  /** Whether what is left is little enough to be read for nothing. */
  public boolean worthSkipping() {
    return finished() || announced() - count <= MOST_DISCARDED;
  }

  /**
   * Reads what the app left, which must not become the next request; false where that is too much.
   */
  public final boolean skip() {
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
  public final @Nullable IOException failure() {
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
}

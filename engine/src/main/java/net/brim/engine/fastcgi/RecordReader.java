package net.brim.engine.fastcgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.io.IOException;
import java.time.Duration;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one after the other; what is left of one is passed over before the next (FastCGI
 * 1.0, section 3.3).
 *
 * <pre>
 *   0        1      2          4              6               7          8
 *   version  type   requestId  contentLength  paddingLength   reserved   content  padding
 * </pre>
 */
final class RecordReader {

  static final int HEADER = 8;

  private final ByteSource source;
  private @Nullable Duration patience;
  private int type;
  private int id;
  private int length;
  private int left;
  private int padding;
  private boolean outOfStep;

  RecordReader(ByteSource source) {
    this.source = source;
  }

  /**
   * Sets how long each wait may take; null for what {@link ByteSource#readWithin} was told last.
   */
  void patience(@Nullable Duration patience) {
    this.patience = patience;
  }

  /**
   * Reads the header of the next record.
   *
   * @throws MalformedRequest where it is of another version
   * @throws ClientGoneException where the connection ended
   */
  void next() throws IOException {
    skipContent();
    while (padding > 0) {
      padding -= pass(padding);
    }
    while (arrived() < HEADER) {
      await();
    }
    byte[] array = source.array();
    int at = source.position();
    int version = array[at] & 0xff;
    type = array[at + 1] & 0xff;
    id = number(array, at + 2);
    length = number(array, at + 4);
    left = length;
    padding = array[at + 6] & 0xff;
    source.skip(HEADER);
    if (version != 1) {
      throw violation("FastCGI has version 1, and a record of version " + version + " came.");
    }
  }

  /** Takes note that the peer does not keep to the protocol, so that nothing more is to be read. */
  MalformedRequest violation(String reason) {
    outOfStep = true;
    return malformed(reason);
  }

  /** Whether what came was no FastCGI, or came too late. */
  boolean outOfStep() {
    return outOfStep;
  }

  /** Whether the whole next record has arrived, so that nothing of it is to be waited for. */
  boolean nextHasArrived() {
    int start = left + padding;
    if (arrived() < start + HEADER) {
      return false;
    }
    int at = source.position() + start;
    int whole = number(source.array(), at + 4) + (source.array()[at + 6] & 0xff);
    return arrived() - start - HEADER >= whole;
  }

  int type() {
    return type;
  }

  /** Of the request, or 0 for what concerns the connection. */
  int id() {
    return id;
  }

  /** How long the content is in bytes. */
  int length() {
    return length;
  }

  /** How much of it is unread. */
  int left() {
    return left;
  }

  /** Whether nothing of a record was read that is not read to its end. */
  boolean atBoundary() {
    return left == 0 && padding == 0;
  }

  /**
   * Copies content that has arrived: at least one byte and at most {@code most} or what is left.
   */
  int read(byte[] into, int offset, int most) throws IOException {
    if (arrived() == 0) {
      await();
    }
    int count = Math.min(Math.min(most, left), arrived());
    System.arraycopy(source.array(), source.position(), into, offset, count);
    source.skip(count);
    left -= count;
    return count;
  }

  /** Reads all the content that is left. */
  byte[] content() throws IOException {
    byte[] bytes = new byte[left];
    for (int filled = 0; filled < bytes.length; ) {
      filled += read(bytes, filled, bytes.length - filled);
    }
    return bytes;
  }

  void skipContent() throws IOException {
    while (left > 0) {
      left -= pass(left);
    }
  }

  /** How many bytes of content can be read without waiting. */
  int available() {
    return Math.min(left, arrived());
  }

  private int pass(int most) throws IOException {
    if (arrived() == 0) {
      await();
    }
    int count = Math.min(most, arrived());
    source.skip(count);
    return count;
  }

  private int arrived() {
    return source.limit() - source.position();
  }

  private void await() throws IOException {
    if (patience != null) {
      source.readWithin(patience, false);
    }
    try {
      if (!source.more()) {
        throw new ClientGoneException("in the middle of a request");
      }
    } catch (TimeoutException e) {
      outOfStep = true;
      throw e;
    }
  }

  private static int number(byte[] array, int at) {
    return (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
  }
}

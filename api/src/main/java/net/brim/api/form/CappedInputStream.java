package net.brim.api.form;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import net.brim.api.ClientError;

/**
 * A stream of which no more than so many bytes can be read: one more ends the request with 413.
 *
 * <p>A stream of just as many bytes is read to its end.
 */
public final class CappedInputStream extends FilterInputStream {

  private final long cap;
  private long left;

  /**
   * Reads from {@code in}.
   *
   * @param cap in bytes
   */
  public CappedInputStream(InputStream in, long cap) {
    super(in);
    if (cap < 0) {
      throw new IllegalArgumentException("a cap of " + cap + " bytes");
    }
    this.cap = cap;
    this.left = cap;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    // One byte more than is allowed tells whether there is one.
    int read =
        in.read(into, offset, (int) Math.min(length, left == Long.MAX_VALUE ? left : left + 1));
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(Math.min(n, left == Long.MAX_VALUE ? left : left + 1));
    count(skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    if (bytes > left) {
      left = 0;
      throw new ClientError.ContentTooLarge(
          "There may be no more than " + cap + " bytes of this.\n");
    }
    left -= bytes;
  }
}

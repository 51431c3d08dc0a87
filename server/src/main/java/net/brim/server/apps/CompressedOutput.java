package net.brim.server.apps;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * What an app writes, compressed on its way to the client. A flush lets all that was written pass,
 * so that an event is not late.
 *
 * <p>Locked, because an app may hand it to other threads, which must find it closed when the
 * response is over.
 */
final class CompressedOutput extends OutputStream {

  private final OutputStream target;
  private final OutputStream coder;
  private boolean over;
  private boolean abandoned;

  CompressedOutput(Coding coding, Coding.Levels levels, OutputStream target) throws IOException {
    this.target = target;
    this.coder = coding.compress(new Gate(), levels);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    checkOpen();
    coder.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    checkOpen();
    coder.write(bytes, offset, count);
  }

  @Override
  public synchronized void flush() throws IOException {
    if (!over) {
      coder.flush();
      target.flush(); // A coder that has had nothing to do yet may not pass it on.
    }
  }

  /** The end is the server's part, so closing only sends what was gathered. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** Writes what is left and the end of the coding. */
  synchronized void finish() throws IOException {
    over = true;
    try {
      coder.close();
    } catch (IOException e) {
      abandoned = true;
      coder.close(); // Frees what it has where writing the end kept it from that.
      throw e;
    }
  }

  /** Frees memory without a regular end; nothing after {@link #finish}. */
  synchronized void abandon() throws IOException {
    if (!over) {
      over = true;
      abandoned = true;
      coder.close();
    }
  }

  private void checkOpen() throws IOException {
    if (over) {
      throw new IOException("the response is over");
    }
  }

  /** Between the coder and the target, which the coder must not close. */
  private final class Gate extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (!abandoned) {
        target.write(bytes, offset, count);
      }
    }

    @Override
    public void flush() throws IOException {
      if (!abandoned) {
        target.flush();
      }
    }

    @Override
    public void close() {}
  }
}

package net.brim.server.apps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stream gives, compressed. Where the stream has nothing more for now, all that it gave
 * passes, so that none of it waits for what may come much later.
 */
final class CompressedInput extends InputStream {

  private static final int CHUNK = 16 * 1024;

  private final Coding coding;
  private final Coding.Levels levels;
  private final InputStream source;
  private final Compressed compressed = new Compressed();
  private final byte[] chunk = new byte[CHUNK];

  /** Made at the first read: a response may never be sent. */
  private @Nullable CompressedOutput coder;

  private boolean ended;

  CompressedInput(Coding coding, Coding.Levels levels, InputStream source) {
    this.coding = coding;
    this.levels = levels;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    if (most == 0) {
      return 0;
    }
    while (compressed.left() == 0 && !ended) {
      fill();
    }
    return compressed.take(into, offset, most);
  }

  @Override
  public int available() throws IOException {
    int left = compressed.left();
    return left > 0 || ended ? left : source.available();
  }

  @Override
  public void close() throws IOException {
    try (source) {
      if (coder != null) {
        coder.abandon();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // other requests of the same hub have their turn
  private void fill() throws IOException {
    if (coder == null) {
      coder = new CompressedOutput(coding, levels, compressed);
    }
    int read = source.read(chunk, 0, CHUNK);
    if (read < 0) {
      ended = true;
      coder.finish();
      return;
    }
    coder.write(chunk, 0, read);
    if (source.available() == 0) {
      coder.flush();
    }
    Thread.yield();
  }

  /** Bytes that the coder made and nobody read yet. */
  private static final class Compressed extends ByteArrayOutputStream {

    private int taken;

    synchronized int left() {
      return count - taken;
    }

    synchronized int take(byte[] into, int offset, int most) {
      if (count == taken) {
        return -1;
      }
      int length = Math.min(most, count - taken);
      System.arraycopy(buf, taken, into, offset, length);
      taken += length;
      if (taken == count) {
        count = 0;
        taken = 0;
      }
      return length;
    }
  }
}

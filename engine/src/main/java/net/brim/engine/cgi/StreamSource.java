package net.brim.engine.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import net.brim.engine.hub.ByteSource;

/** The bytes of a stream, which nobody can wait for only so long. */
final class StreamSource implements ByteSource {

  private final InputStream in;
  private final byte[] array = new byte[16 * 1024];
  private int position;
  private int limit;

  StreamSource(InputStream in) {
    this.in = in;
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void skip(int count) {
    position += count;
  }

  @Override
  public void readWithin(Duration time, boolean idle) {}

  @Override
  public boolean more() throws IOException {
    System.arraycopy(array, position, array, 0, limit - position);
    limit -= position;
    position = 0;
    int read = in.read(array, limit, array.length - limit);
    limit += Math.max(0, read);
    return read >= 0;
  }
}

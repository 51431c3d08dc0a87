package net.brim.engine.http1;

import java.io.IOException;
import java.util.Arrays;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/** A body of which the length was announced. */
final class FixedBody extends RequestBody {

  /** Up to this announced length, a whole body gets an array of its size before it has arrived. */
  private static final int TRUSTED = 64 * 1024;

  private final long announced;
  private long left;

  FixedBody(ByteSource source, HttpSettings limits, @Nullable Invitation invitation, long length) {
    super(source, limits.timeout(), invitation);
    this.announced = length;
    this.left = length;
  }

  @Override
  boolean finished() {
    return left == 0;
  }

  @Override
  long announced() {
    return announced;
  }

  @Override
  int readSome(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = copy(into, offset, (int) Math.min(length, left));
    left -= read;
    return read;
  }

  @Override
  public byte[] readNBytes(int limit) throws IOException {
    if (limit < 0 || left > TRUSTED) {
      return super.readNBytes(limit);
    }
    byte[] bytes = new byte[(int) Math.min(left, limit)];
    int read = readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public int available() {
    return (int) Math.min(left, arrived());
  }
}

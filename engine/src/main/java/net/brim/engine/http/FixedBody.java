package net.brim.engine.http;

import java.io.IOException;
import java.util.Arrays;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/** A body of which the length was announced. */
public final class FixedBody extends SourceBody {

  /** Up to this announced length, a whole body gets an array of its size before it has arrived. */
  private static final int TRUSTED = 64 * 1024;

  private final long announced;
  private long left;

  /**
   * The body of {@code length} bytes that begins at the first unread byte.
   *
   * @param invitation what the client waits for before it sends; null for nothing
   */
  public FixedBody(
      ByteSource source, HttpSettings limits, @Nullable Invitation invitation, long length) {
    super(source, limits.timeout(), invitation);
    this.announced = length;
    this.left = length;
  }

  @Override
  public boolean finished() {
    return left == 0;
  }

  @Override
  public long announced() {
    return announced;
  }

  @Override
  protected int readSome(byte[] into, int offset, int length) throws IOException {
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

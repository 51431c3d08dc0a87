package net.brim.engine.http1;

import java.io.IOException;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/** A body of which the length was announced. */
final class FixedBody extends RequestBody {

  private long left;

  FixedBody(ByteSource source, HttpSettings limits, @Nullable Invitation invitation, long length) {
    super(source, limits.timeout(), invitation);
    this.left = length;
  }

  @Override
  boolean finished() {
    return left == 0;
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
  public int available() {
    return (int) Math.min(left, arrived());
  }
}

package net.brim.server.apps;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import net.brim.api.Body;
import org.jspecify.annotations.Nullable;

/** A part of a file as a stream, which opens the file when it is read. */
final class RegionInput extends InputStream {

  private final Body.FileRegion region;
  private @Nullable FileChannel file;
  private long done;

  RegionInput(Body.FileRegion region) {
    this.region = region;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    if (most == 0 || done == region.length()) {
      return most == 0 ? 0 : -1;
    }
    if (file == null) {
      file = FileChannel.open(region.file());
    }
    int wanted = (int) Math.min(most, region.length() - done);
    int read = file.read(ByteBuffer.wrap(into, offset, wanted), region.offset() + done);
    if (read < 0) {
      throw new EOFException(region.file() + " has become shorter");
    }
    done += read;
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(region.length() - done, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}

package net.brim.server.apps;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import net.brim.api.Body;
import org.jspecify.annotations.Nullable;

/** A part of a file as a stream, which opens the file when it is read, unless it is open. */
final class RegionInput extends InputStream {

  private final Path path;
  private final long start;
  private final long length;
  private @Nullable FileChannel file;
  private long done;

  RegionInput(Body.FileRegion region) {
    this.path = region.file();
    this.start = region.offset();
    this.length = region.length();
  }

  RegionInput(Body.OpenFile open) {
    this.path = Path.of("the file"); // Only messages say it.
    this.start = open.offset();
    this.length = open.length();
    this.file = open.file();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    if (most == 0 || done == length) {
      return most == 0 ? 0 : -1;
    }
    if (file == null) {
      file = FileChannel.open(path);
    }
    int wanted = (int) Math.min(most, length - done);
    int read = file.read(ByteBuffer.wrap(into, offset, wanted), start + done);
    if (read < 0) {
      throw new EOFException(path + " has become shorter");
    }
    done += read;
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(length - done, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}

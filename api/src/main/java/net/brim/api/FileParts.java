package net.brim.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a file, each after a head of its own, as a stream that opens the file when it is read,
 * unless it is open.
 *
 * <pre>
 *   head, range, head, range, …, end
 * </pre>
 */
final class FileParts extends InputStream {

  /** What messages call a file that came open. */
  private static final Path OPEN = Path.of("the file");

  /** One range with what stands before it. */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  record Part(byte[] head, ByteRange range) {}

  private final Path path;
  private final long start;
  private final List<Part> parts;
  private final byte[] end;
  private @Nullable FileChannel file;

  /** The part that is being read; their number stands for the end. */
  private int index;

  /** How many bytes of its head, or of the end, were read. */
  private int ofHead;

  /** How many bytes of its range were read. */
  private long ofRange;

  private long left;

  FileParts(Body.FileRegion region, List<Part> parts, byte[] end) {
    this(region.file(), null, region.offset(), parts, end);
  }

  FileParts(Body.OpenFile open, List<Part> parts, byte[] end) {
    this(OPEN, open.file(), open.offset(), parts, end);
  }

  private FileParts(
      Path path, @Nullable FileChannel file, long start, List<Part> parts, byte[] end) {
    this.path = path;
    this.file = file;
    this.start = start;
    this.parts = List.copyOf(parts);
    this.end = end;
    this.left = end.length;
    for (Part part : parts) {
      left += part.head().length + part.range().length();
    }
  }

  /** What is left to be read, in bytes. */
  long left() {
    return left;
  }

  @Override
  public int available() {
    return (int) Math.min(left, Integer.MAX_VALUE);
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
    byte[] head = index < parts.size() ? parts.get(index).head() : end;
    if (ofHead < head.length) {
      int count = Math.min(most, head.length - ofHead);
      System.arraycopy(head, ofHead, into, offset, count);
      ofHead += count;
      left -= count;
      return count;
    }
    return index < parts.size() ? readRange(ByteBuffer.wrap(into, offset, most)) : -1;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private int readRange(ByteBuffer into) throws IOException {
    ByteRange range = parts.get(index).range();
    into.limit(into.position() + (int) Math.min(into.remaining(), range.length() - ofRange));
    if (file == null) {
      file = FileChannel.open(path);
    }
    int count = file.read(into, start + range.first() + ofRange);
    if (count < 0) {
      throw new EOFException(path + " has become shorter");
    }
    ofRange += count;
    left -= count;
    if (ofRange == range.length()) {
      index++;
      ofHead = 0;
      ofRange = 0;
    }
    return count;
  }
}

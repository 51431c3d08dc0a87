package net.brim.server.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file or stderr. Lines are gathered and written together, always whole lines in one write, so
 * that those of several processes can share one file.
 */
final class StreamSink implements Sink {

  private static final int GATHERED = 64 * 1024;
  private static final long OPEN_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

  /** Opens what is written to. */
  @FunctionalInterface
  interface Opener {
    WritableByteChannel open() throws IOException;
  }

  private final Opener opener;
  private final Time time;
  private final Complaints complaints;
  private final List<Line> lines = new ArrayList<>();
  private @Nullable ByteBuffer gathered;
  private @Nullable WritableByteChannel out;
  private long lastOpen;
  private boolean closed;

  /** Whether the last write ended in the middle of a line. */
  private boolean torn;

  StreamSink(String what, Opener opener, Time time, Consumer<String> complaints) {
    this.opener = opener;
    this.time = time;
    this.complaints = new Complaints(what, complaints);
    this.lastOpen = time.nanos() - OPEN_INTERVAL;
  }

  @Override
  public void write(Line line) {
    ByteBuffer buffer = buffer();
    if (line.length() > buffer.remaining()) {
      flush();
    }
    lines.add(line);
    if (line.length() > buffer.remaining()) {
      writeOut(ByteBuffer.wrap(line.bytes(), 0, line.length()));
    } else {
      buffer.put(line.bytes(), 0, line.length());
    }
  }

  @Override
  public void flush() {
    if (!lines.isEmpty()) {
      ByteBuffer buffer = buffer().flip();
      writeOut(buffer);
      buffer.clear();
    }
  }

  @Override
  public void reopen() {
    flush();
    closeChannel();
    lastOpen = time.nanos() - OPEN_INTERVAL;
    try {
      channel();
    } catch (IOException e) {
      complaints.fails(reason(e));
    }
  }

  @Override
  public void close() {
    flush();
    closeChannel();
    closed = true;
  }

  private void writeOut(ByteBuffer bytes) {
    try {
      WritableByteChannel channel = channel();
      if (torn) {
        writeFully(channel, ByteBuffer.wrap(new byte[] {'\n'}));
        torn = false;
      }
      writeFully(channel, bytes);
      complaints.works();
    } catch (IOException e) {
      complaints.fails(reason(e));
      loseAfter(bytes.position());
    }
    lines.clear();
  }

  private void loseAfter(int written) {
    int end = 0;
    for (Line line : lines) {
      int start = end;
      end += line.length();
      if (end > written) {
        line.lose();
        torn |= start < written;
      }
    }
  }

  private void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    long start = time.nanos();
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        // A stderr that someone made non-blocking, with a reader that is slow.
        if (time.nanos() - start > PATIENCE) {
          throw new IOException("its reader does not read");
        }
        time.pause(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  private WritableByteChannel channel() throws IOException {
    if (out != null && out.isOpen()) {
      return out;
    }
    if (closed) {
      throw new IOException("it has been closed");
    }
    if (time.nanos() - lastOpen < OPEN_INTERVAL) {
      throw new IOException("it could not be opened");
    }
    lastOpen = time.nanos();
    out = opener.open();
    return out;
  }

  private void closeChannel() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        complaints.fails(reason(e));
      }
      out = null;
    }
  }

  private ByteBuffer buffer() {
    ByteBuffer buffer = gathered;
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(GATHERED);
      gathered = buffer;
    }
    return buffer;
  }

  /** The exceptions of the file system often have no more of a message than the path. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
  }
}

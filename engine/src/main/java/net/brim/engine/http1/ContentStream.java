package net.brim.engine.http1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.LongConsumer;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.hub.Connection;

/**
 * Where the content of a response is written when it is not in memory: gathered a little, then sent
 * as it is or as chunks.
 *
 * <p>Locked, because an app may hand it to other threads, which must not write into the next
 * response when this one is over.
 */
final class ContentStream extends OutputStream {

  /** What goes before the content. */
  @FunctionalInterface
  interface Head {
    void write() throws IOException;
  }

  private static final int SIZE = 8 * 1024;

  private final Connection connection;
  private final Head head;
  private final long length;
  private final boolean chunked;
  private final LongConsumer counter;
  private final byte[] buffer = new byte[SIZE];
  private int filled;
  private long written;
  private boolean begun;
  private volatile boolean ended;

  /**
   * The content of one response.
   *
   * @param head written before the first of it
   * @param length in bytes, or -1 where it is not known
   * @param counter is told of all content bytes
   */
  ContentStream(
      Connection connection, Head head, long length, boolean chunked, LongConsumer counter) {
    this.connection = connection;
    this.head = head;
    this.length = length;
    this.chunked = chunked;
    this.counter = counter;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (ended) {
      throw new IOException("the response is over");
    }
    if (length >= 0 && count > length - written) {
      throw new BodyFailedException("the body is longer than the " + length + " bytes announced");
    }
    written += count;
    counter.accept(count);
    if (count > SIZE - filled) {
      sendGathered();
    }
    if (count >= SIZE) {
      send(bytes, offset, count);
    } else {
      System.arraycopy(bytes, offset, buffer, filled, count);
      filled += count;
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (!ended) {
      begin();
      sendGathered();
      connection.flush();
      connection.awaitWritable();
    }
  }

  /** The server ends the content itself, so closing only sends what was gathered. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** Sends the rest and what tells the end. */
  void end() throws IOException {
    ended = true; // First, so that a thread that writes without a pause cannot keep us waiting.
    synchronized (this) {
      begin();
      sendGathered();
      if (length >= 0 && written < length) {
        throw new BodyFailedException(
            "the body ended after " + written + " of the " + length + " bytes announced");
      }
      if (chunked) {
        byte[] array = connection.room(5);
        int end = connection.outboundLength();
        array[end++] = '0';
        end = crlf(array, crlf(array, end));
        connection.written(end);
      }
    }
  }

  /** Lets nobody write any more, and waits for one who does. */
  void shut() {
    ended = true;
    synchronized (this) {
      filled = 0;
    }
  }

  private void sendGathered() throws IOException {
    if (filled > 0) {
      send(buffer, 0, filled);
      filled = 0;
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      head.write();
    }
  }

  private void send(byte[] bytes, int offset, int count) throws IOException {
    begin();
    if (!chunked) {
      connection.write(bytes, offset, count);
      return;
    }
    byte[] array = connection.room(10);
    connection.written(crlf(array, hex(count, array, connection.outboundLength())));
    connection.write(bytes, offset, count);
    array = connection.room(2);
    connection.written(crlf(array, connection.outboundLength()));
  }

  private static int hex(int number, byte[] into, int start) {
    int end = start;
    boolean begun = false;
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = number >>> shift & 15;
      begun |= digit != 0 || shift == 0;
      if (begun) {
        into[end++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
      }
    }
    return end;
  }

  private static int crlf(byte[] into, int start) {
    into[start] = '\r';
    into[start + 1] = '\n';
    return start + 2;
  }
}

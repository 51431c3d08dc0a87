package net.brim.engine.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import net.brim.engine.hub.Connection;

/** The bytes that come on a connection. */
final class StreamInput extends InputStream {

  private final TcpStream stream;
  private final Connection connection;
  private volatile boolean over;

  StreamInput(TcpStream stream, Connection connection) {
    this.stream = stream;
    this.connection = connection;
  }

  /** Nothing can be read any more. */
  void end() {
    over = true;
  }

  /** Waits between messages. */
  synchronized boolean await() throws IOException {
    return ready(true);
  }

  @Override
  public synchronized int read() throws IOException {
    if (!ready(false)) {
      return -1;
    }
    int b = connection.array()[connection.position()] & 0xff;
    connection.skip(1);
    return b;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!ready(false)) {
      return -1;
    }
    int count = Math.min(length, connection.limit() - connection.position());
    System.arraycopy(connection.array(), connection.position(), bytes, offset, count);
    connection.skip(count);
    return count;
  }

  /** Passes bytes on, without an array in between. */
  synchronized int transfer(OutputStream target, int limit) throws IOException {
    if (!ready(false)) {
      return -1;
    }
    int count = Math.min(limit, connection.limit() - connection.position());
    target.write(connection.array(), connection.position(), count);
    connection.skip(count);
    return count;
  }

  @Override
  public long transferTo(OutputStream target) throws IOException {
    long all = 0;
    for (int count = 0; count >= 0; count = transfer(target, Integer.MAX_VALUE)) {
      all += count;
    }
    return all;
  }

  @Override
  public synchronized int available() throws IOException {
    return over ? 0 : connection.limit() - connection.position();
  }

  private boolean ready(boolean idle) throws IOException {
    if (over) {
      throw new IOException("the connection is over: its handler has returned");
    }
    return connection.position() < connection.limit() || stream.more(idle);
  }
}

package net.brim.engine.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import net.brim.engine.hub.Connection;

/** The bytes that go out on a connection: on their way as soon as the thread gives way. */
final class StreamOutput extends OutputStream {

  private final TcpStream stream;
  private final Connection connection;
  private boolean shut;
  private volatile boolean over;

  StreamOutput(TcpStream stream, Connection connection) {
    this.stream = stream;
    this.connection = connection;
  }

  /** Nothing can be written any more; waits for a thread that is writing. */
  void end() {
    over = true;
    synchronized (this) {
      shut = true;
    }
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    rejectShut();
    try {
      connection.write(bytes, offset, length);
      connection.flush();
    } catch (IOException e) {
      throw stream.failure(e);
    }
  }

  private void rejectShut() throws IOException {
    if (over) {
      throw new IOException("the connection is over: its handler has returned");
    }
    if (shut) {
      throw new IOException("our side of the connection is shut");
    }
  }

  @Override
  public synchronized void close() {
    if (!shut) {
      shut = true;
      connection.endOutput();
    }
  }
}

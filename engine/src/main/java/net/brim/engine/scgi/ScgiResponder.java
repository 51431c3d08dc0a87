package net.brim.engine.scgi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import net.brim.engine.cgi.CgiResponder;
import net.brim.engine.hub.Connection;

/** Sends the one response of a connection, which ends behind it. */
final class ScgiResponder extends CgiResponder {

  private final Connection connection;

  ScgiResponder(Connection connection) {
    this.connection = connection;
  }

  /** A plain end of the connection could pass for the end of the content. */
  @Override
  public void breakOff() {
    connection.reset();
  }

  @Override
  protected boolean gone() {
    return connection.gone();
  }

  @Override
  protected void writeHead(byte[] head) throws IOException {
    connection.write(head);
  }

  @Override
  protected void writeContent(byte[] bytes) throws IOException {
    connection.write(bytes);
  }

  @Override
  protected void writeContent(byte[] bytes, int offset, int count) throws IOException {
    connection.write(bytes, offset, count);
  }

  @Override
  protected void writeContent(FileChannel file, long offset, long length) throws IOException {
    connection.write(file, offset, length);
  }

  @Override
  protected void flush() throws IOException {
    connection.flush();
    connection.awaitWritable();
  }

  /** The end of the connection tells it. */
  @Override
  protected void endContent() {}
}

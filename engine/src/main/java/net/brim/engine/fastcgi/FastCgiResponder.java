package net.brim.engine.fastcgi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import net.brim.engine.cgi.CgiResponder;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.hub.Connection;
import org.jspecify.annotations.Nullable;

/** Sends the response to one request as its STDOUT. */
final class FastCgiResponder extends CgiResponder {

  private static final int COPY_SIZE = 32 * 1024;

  private final Connection connection;
  private final RecordWriter writer;
  private final int id;
  private @Nullable RequestStreams streams;
  private @Nullable StdinBody body;

  FastCgiResponder(Connection connection, RecordWriter writer, int id) {
    this.connection = connection;
    this.writer = writer;
    this.id = id;
  }

  /** Says where it can be seen that the web server calls the request off. */
  void watching(RequestStreams streams, StdinBody body) {
    this.streams = streams;
    this.body = body;
  }

  /** Web servers do not look at what END_REQUEST says of success, only at how a connection ends. */
  @Override
  public void breakOff() {
    connection.reset();
  }

  @Override
  public @Nullable IOException requestFailure() {
    IOException failure = super.requestFailure();
    if (failure != null) {
      return failure;
    }
    try {
      lookAhead();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  @Override
  protected boolean gone() {
    return connection.gone();
  }

  @Override
  protected void writeHead(byte[] head) throws IOException {
    writer.stdout(id, head, 0, head.length);
  }

  @Override
  protected void writeContent(byte[] bytes) throws IOException {
    writer.stdout(id, bytes, 0, bytes.length);
  }

  @Override
  protected void writeContent(byte[] bytes, int offset, int count) throws IOException {
    writer.stdout(id, bytes, offset, count);
  }

  /** Between the headers of records there is nothing for the kernel to send by itself. */
  @Override
  protected void writeContent(FileChannel file, long offset, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(COPY_SIZE, Math.max(1, length))];
    try (file) {
      for (long at = offset; at < offset + length; ) {
        int most = (int) Math.min(buffer.length, offset + length - at);
        int read = file.read(ByteBuffer.wrap(buffer, 0, most), at);
        if (read < 0) {
          throw new BodyFailedException("the file has become shorter while it was sent");
        }
        writer.stdout(id, buffer, 0, read);
        at += read;
      }
    }
  }

  @Override
  protected void flush() throws IOException {
    lookAhead();
    connection.flush();
    connection.awaitWritable();
  }

  /** {@link FastCgiConnection} tells it, in a record that all responses have. */
  @Override
  protected void endContent() {}

  /** While STDIN goes on, only who reads the body may read on. */
  private void lookAhead() throws IOException {
    if (streams != null && body != null && body.finished()) {
      var _ = connection.take();
      streams.lookAhead();
    }
  }
}

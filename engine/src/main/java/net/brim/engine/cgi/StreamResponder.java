package net.brim.engine.cgi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.hub.ClientGoneException;

/** Sends a response through a stream. */
final class StreamResponder extends CgiResponder {

  private final OutputStream out;
  private boolean gone;
  private boolean broken;

  StreamResponder(OutputStream out) {
    this.out = out;
  }

  /** Whether what was sent is not whole. */
  boolean broken() {
    return broken;
  }

  /** A stream has but one end; only the status of the process can tell. */
  @Override
  public void breakOff() {
    broken = true;
  }

  @Override
  protected boolean gone() {
    return gone;
  }

  @Override
  protected void writeHead(byte[] head) throws IOException {
    writeContent(head);
  }

  @Override
  protected void writeContent(byte[] bytes) throws IOException {
    writeContent(bytes, 0, bytes.length);
  }

  @Override
  protected void writeContent(byte[] bytes, int offset, int count) throws IOException {
    sending(() -> out.write(bytes, offset, count));
  }

  @Override
  protected void writeContent(FileChannel file, long offset, long length) throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    try (file) {
      for (long sent = 0; sent < length; ) {
        long count = file.transferTo(offset + sent, length - sent, channel);
        if (count <= 0) {
          throw new BodyFailedException("the file has become shorter while it was sent");
        }
        sent += count;
      }
    }
  }

  @Override
  protected void flush() throws IOException {
    sending(out::flush);
  }

  @Override
  protected void endContent() {}

  /** Something that fails where the web server has gone. */
  @FunctionalInterface
  private interface Sending {
    void run() throws IOException;
  }

  private void sending(Sending sending) throws IOException {
    try {
      sending.run();
    } catch (IOException e) {
      gone = true;
      var left = new ClientGoneException("before the response was sent");
      left.initCause(e);
      throw left;
    }
  }
}

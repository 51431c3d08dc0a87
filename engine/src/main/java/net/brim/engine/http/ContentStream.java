package net.brim.engine.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import net.brim.api.Response;

/**
 * Where the content of a response is written when it is not in memory: gathered a little, then sent
 * as the protocol frames it.
 *
 * <p>Locked, because an app may hand it to other threads, which must not write into the next
 * response when this one is over.
 */
final class ContentStream extends OutputStream {

  private static final int SIZE = 8 * 1024;

  private final AbstractResponder responder;
  private final Response response;
  private final long length;
  private final byte[] buffer = new byte[SIZE];
  private int filled;
  private long written;
  private boolean begun;
  private volatile boolean ended;

  /**
   * The content of one response.
   *
   * @param response whose head goes out with the first of it: what fails before that gets a 500
   * @param length in bytes, or -1 where it is not known
   */
  ContentStream(AbstractResponder responder, Response response, long length) {
    this.responder = responder;
    this.response = response;
    this.length = length;
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
    responder.count(count);
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
      responder.flush();
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
      responder.endContent();
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
      responder.head(response, length);
    }
  }

  private void send(byte[] bytes, int offset, int count) throws IOException {
    begin();
    responder.writeContent(bytes, offset, count);
  }
}

package net.brim.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as an app sees it: messages both ways, in blocking style (RFC 6455).
 *
 * <p>Pings are answered, and the client's Close is met, whatever the app does meanwhile. All
 * methods may be called by any thread; messages that several threads send do not mix. The socket is
 * open while its {@link Handler} runs: when that returns, it is closed with 1000.
 */
public interface WebSocket {

  /** What an app does with a socket; runs on a thread of its own. */
  @FunctionalInterface
  interface Handler {

    /**
     * Uses the socket until it is of no more use.
     *
     * @throws WebSocketException to close it with a code
     * @throws Exception any other closes it with 1011 and is logged, save what the socket itself
     *     threw because it is closed
     */
    void handle(WebSocket socket) throws Exception;
  }

  /** One message: text or bytes. */
  sealed interface Message {

    /**
     * The text.
     *
     * @throws WebSocketException 1003 where the message is binary
     */
    String text();

    /** The bytes; those of a text are in UTF-8. */
    byte[] bytes();
  }

  /** A text message. */
  record Text(String text) implements Message {
    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A binary message. */
  @SuppressWarnings("ArrayRecordComponent") // a copy of each message would be the price of values
  record Binary(byte[] bytes) implements Message {
    @Override
    public String text() {
      throw new WebSocketException(1003, "only text is understood here");
    }

    @Override
    public String toString() {
      return "Binary[" + bytes.length + "]";
    }
  }

  /**
   * Waits for the next message. Those that the client sent before its Close are still given when
   * the socket is closed, by whichever side.
   *
   * @return null when the client has sent its Close
   * @throws WebSocketClosedException where the client left without one, or broke the protocol
   * @throws InterruptedException where the thread is interrupted while it waits
   */
  @Nullable Message receive() throws IOException, InterruptedException;

  /**
   * Sends a text message; waits where the client reads too slowly. Halves of surrogate pairs go as
   * question marks.
   *
   * @throws WebSocketClosedException where the socket is closed
   * @throws IOException where the client is gone, or reads nothing for the server's {@code timeout}
   */
  void send(String text) throws IOException;

  /**
   * Sends a binary message, of which the array is free for use afterwards; waits where the client
   * reads too slowly.
   *
   * @throws WebSocketClosedException where the socket is closed
   * @throws IOException where the client is gone, or reads nothing for the server's {@code timeout}
   */
  void send(byte[] bytes) throws IOException;

  /** Closes with 1000: nothing can be sent any more; what the client has sent can be received. */
  default void close() throws IOException {
    close(WebSocketClose.NORMAL.code(), "");
  }

  /**
   * Closes with a code; nothing happens where the socket is closed.
   *
   * @param code from 1000 to 4999, without those that are never sent
   * @param reason at most 123 bytes in UTF-8
   */
  void close(int code, String reason) throws IOException;

  /**
   * Whether messages can be sent: neither side has closed, and the client is not known to be gone.
   */
  boolean isOpen();

  /**
   * Runs {@code action} once the client has sent its Close or is gone, or at once where that is so:
   * for a handler that waits for something else than messages. It runs on the thread that reads
   * from the client, so it must not wait; {@code Thread.currentThread()::interrupt}, made in the
   * handler, is a good one.
   */
  void onClose(Runnable action);

  /** The subprotocol that was agreed on; null where there is none. */
  @Nullable String protocol();
}

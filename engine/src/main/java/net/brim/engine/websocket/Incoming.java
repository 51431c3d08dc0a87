package net.brim.engine.websocket;

import java.io.IOException;
import java.time.Duration;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketClose;
import net.brim.api.WebSocketOptions;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Duplex;
import net.brim.engine.hub.TimeoutException;

/**
 * Reads what the client sends, on a thread of its own, so that pings are answered and a Close is
 * met whatever the app does.
 *
 * <pre>
 *   messages ──► Inbox ──► the app, when it receives
 *   Ping     ──► Pong
 *   Close    ──► the app answers what came before ──► the same Close, unless ours was first ──► the end
 *   silence  ──► Ping ──► silence ──► the end
 *   a drain  ──► the app answers what came before ──► Close 1001 ──► on until the client's Close
 * </pre>
 */
final class Incoming implements Runnable {

  private final Duplex wire;
  private final FrameReader frames;
  private final Outgoing outgoing;
  private final Inbox inbox;
  private final Duration pingInterval;
  private final Duration timeout;
  private final Duration patience;
  private final int maxMessageSize;
  private final MessageBuffer message = new MessageBuffer();

  /** Of the message that is being read: {@code CONTINUATION} where there is none. */
  private int type;

  private boolean pinged;
  private long bytesRead;

  /**
   * Reads nothing yet.
   *
   * @param timeout how long the client may take to answer a ping, or to go on with a frame
   * @param patience how long the app may take over what came before a Close
   */
  Incoming(
      Duplex wire,
      Outgoing outgoing,
      Inbox inbox,
      WebSocketOptions options,
      Duration timeout,
      Duration patience) {
    this.wire = wire;
    this.frames = new FrameReader(wire, this::awaitRest);
    this.outgoing = outgoing;
    this.inbox = inbox;
    this.pingInterval = options.pingInterval();
    this.maxMessageSize = options.maxMessageSize();
    this.timeout = timeout;
    this.patience = patience;
  }

  /** Of messages, in bytes. */
  long bytesRead() {
    return bytesRead;
  }

  @Override
  public void run() {
    Inbox.End end;
    try {
      end = new Inbox.End(read(), null);
    } catch (ProtocolViolation e) {
      end = new Inbox.End(e.close(), e);
    } catch (IOException e) {
      end = new Inbox.End(WebSocketClose.ABNORMAL, e);
    } catch (Throwable e) { // The app's thread waits for this one, whatever happens.
      end =
          new Inbox.End(
              WebSocketClose.ABNORMAL, new IOException("the reader of the WebSocket failed", e));
    }
    end(end);
  }

  /** The client's Close is sent back; where it sent none, it is told of its fault at most. */
  private void end(Inbox.End end) {
    try {
      if (end.close().equals(WebSocketClose.ABNORMAL)) {
        outgoing.shut(end.close());
      } else {
        outgoing.close(end.close());
      }
    } catch (IOException e) {
      // It is gone, and knows why.
    } finally {
      inbox.end(end);
    }
  }

  /** Reads until the client's Close, and returns that. */
  private WebSocketClose read() throws IOException {
    while (true) {
      awaitFrame();
      frames.head();
      switch (frames.opcode()) {
        case Opcode.CLOSE -> {
          return closed(close(frames.control()));
        }
        case Opcode.PING -> outgoing.pong(frames.control());
        case Opcode.PONG -> frames.control();
        default -> data();
      }
    }
  }

  private void awaitFrame() throws IOException {
    if (outgoing.late()) {
      throw new TimeoutException("waiting for the client to close the WebSocket");
    }
    while (wire.position() == wire.limit()) {
      outgoing.readWithin(pinged ? timeout : pingInterval, true);
      try {
        if (!wire.more()) {
          ended();
        }
        pinged = false;
      } catch (TimeoutException e) {
        if (pinged || outgoing.isClosed()) {
          throw e;
        }
        pinged = true;
        outgoing.ping();
      }
    }
  }

  /** The client sends no more, or nothing more is wanted of it. */
  private void ended() throws IOException {
    if (!wire.draining() || outgoing.isClosed()) {
      throw new ClientGoneException("without closing the WebSocket");
    }
    inbox.settle(patience);
    outgoing.close(WebSocketClose.GOING_AWAY);
  }

  private void awaitRest() throws IOException {
    outgoing.readWithin(timeout, false);
    if (!wire.more()) {
      throw new ClientGoneException("in the middle of a WebSocket frame");
    }
  }

  private void data() throws IOException {
    if ((frames.opcode() == Opcode.CONTINUATION) != (type != Opcode.CONTINUATION)) {
      throw ProtocolViolation.of("a message has no beginning, or no end");
    }
    if (frames.length() > maxMessageSize - message.size()) {
      throw new ProtocolViolation(
          ProtocolViolation.TOO_BIG, "a message has at most " + maxMessageSize + " bytes here");
    }
    if (type == Opcode.CONTINUATION) {
      type = frames.opcode();
    }
    frames.payload(message);
    bytesRead += frames.length();
    if (frames.last()) {
      deliver();
    }
  }

  private void deliver() throws ProtocolViolation {
    int size = message.size();
    boolean text = type == Opcode.TEXT;
    type = Opcode.CONTINUATION;
    inbox.put(
        text ? new WebSocket.Text(message.takeText()) : new WebSocket.Binary(message.take()), size);
  }

  /** The app may still answer what came before. */
  private WebSocketClose closed(WebSocketClose close) {
    if (!outgoing.isClosed()) {
      inbox.clientCloses(close);
      inbox.settle(patience);
    }
    return close;
  }

  private static WebSocketClose close(byte[] payload) throws ProtocolViolation {
    if (payload.length == 0) {
      return WebSocketClose.NONE;
    }
    if (payload.length == 1) {
      throw ProtocolViolation.of("a Close has half a code");
    }
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    byte[] reason = java.util.Arrays.copyOfRange(payload, 2, payload.length);
    String text = MessageBuffer.text(reason, reason.length);
    WebSocketClose close =
        code >= 1000 && code < 5000 ? new WebSocketClose(code, text) : WebSocketClose.ABNORMAL;
    if (!close.sendable()) {
      throw ProtocolViolation.of("a Close has the code " + code);
    }
    return close;
  }
}

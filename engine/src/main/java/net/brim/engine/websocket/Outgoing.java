package net.brim.engine.websocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import net.brim.api.WebSocketClose;
import net.brim.api.WebSocketClosedException;
import net.brim.engine.hub.Duplex;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames, one after the other whichever threads they come from; after a Close none.
 *
 * <p>It also keeps the time for reading, because that changes for good when a Close is sent.
 */
final class Outgoing {

  /** How long the client may take to answer our Close. */
  static final Duration CLOSING = Duration.ofSeconds(5);

  private static final byte[] NOTHING = {};

  private final Duplex wire;
  private final ReentrantLock sending = new ReentrantLock();

  /** What the last ping brought, until it is sent back: a pong to an older one need not be. */
  private final AtomicReference<byte @Nullable []> duePong = new AtomicReference<>();

  private final byte[] head = new byte[10];
  private volatile @Nullable WebSocketClose closed;
  private long closeBy;
  private long bytesSent;

  Outgoing(Duplex wire) {
    this.wire = wire;
  }

  /** Of messages, in bytes. */
  long bytesSent() {
    return bytesSent;
  }

  /** Whether nothing more is sent. */
  boolean isClosed() {
    return closed != null;
  }

  /** Sends a message, of which nobody changes the bytes any more. */
  void message(int opcode, byte[] payload) throws IOException {
    sending.lock();
    try {
      WebSocketClose close = closed;
      if (close != null) {
        throw new WebSocketClosedException(close);
      }
      frame(opcode, payload);
      bytesSent += payload.length;
    } finally {
      sending.unlock();
    }
    sendDuePong();
  }

  void ping() throws IOException {
    sending.lock();
    try {
      if (closed == null) {
        frame(Opcode.PING, NOTHING);
      }
    } finally {
      sending.unlock();
    }
  }

  /** Answers a ping now, or as soon as the frame that is being sent is through. */
  void pong(byte[] payload) throws IOException {
    duePong.set(payload);
    sendDuePong();
  }

  private void sendDuePong() throws IOException {
    while (duePong.get() != null && sending.tryLock()) {
      try {
        byte[] due = duePong.getAndSet(null);
        if (due != null && closed == null) {
          frame(Opcode.PONG, due);
        }
      } finally {
        sending.unlock();
      }
    }
  }

  /** Sends a Close, where none was sent; the client then has {@link #CLOSING} to send its own. */
  void close(WebSocketClose close) throws IOException {
    sending.lock();
    try {
      if (closed == null) {
        closed(close, CLOSING);
        frame(Opcode.CLOSE, payload(close));
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sends nothing more, without a word. */
  void shut(WebSocketClose close) {
    sending.lock();
    try {
      if (closed == null) {
        closed = close;
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sets how long the reader waits, unless a Close has set that for good. */
  synchronized void readWithin(Duration time, boolean idle) {
    if (closed == null) {
      wire.readWithin(time, idle);
    }
  }

  /** Whether the client has not answered our Close in time, whatever else it sends. */
  synchronized boolean late() {
    return closed != null && wire.now() - closeBy > 0;
  }

  private synchronized void closed(WebSocketClose close, Duration within) {
    closed = close;
    closeBy = wire.now() + within.toNanos();
    wire.readWithin(within, false);
  }

  private static byte[] payload(WebSocketClose close) {
    if (!close.sendable()) {
      return NOTHING;
    }
    byte[] reason = close.reason().getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + reason.length];
    payload[0] = (byte) (close.code() >> 8);
    payload[1] = (byte) close.code();
    System.arraycopy(reason, 0, payload, 2, reason.length);
    return payload;
  }

  private void frame(int opcode, byte[] payload) throws IOException {
    boolean whole = false;
    try {
      wire.write(head, 0, FrameHead.write(head, opcode, payload.length));
      wire.write(payload);
      wire.flush();
      wire.awaitWritable();
      whole = true;
    } finally {
      if (!whole) { // Another frame would come in the middle of this one.
        closed(WebSocketClose.ABNORMAL, Duration.ZERO);
      }
    }
  }
}

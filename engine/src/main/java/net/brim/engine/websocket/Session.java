package net.brim.engine.websocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import net.brim.api.Body;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketClose;
import net.brim.api.WebSocketClosedException;
import net.brim.api.WebSocketException;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.http.Conversation;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Duplex;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket from the end of its handshake to the end of its connection.
 *
 * <pre>
 *   OPEN ── the client's Close ──► answered with the same ────────────────────────► over
 *    ├───── close(), the handler's end, a drain: our Close ── its Close, or 5 s ──► over
 *    ├───── the client breaks the protocol: Close 1002, 1007, 1009 ───────────────► over
 *    └───── it leaves, or stays silent in spite of a ping ────────────────────────► over
 * </pre>
 *
 * <p>The handler runs on the thread that calls {@link #serve}; a second one reads.
 */
public final class Session implements WebSocket, Conversation {

  private static final WebSocketClose FAILED = new WebSocketClose(1011, "");

  private final Duplex wire;
  private final Body.Upgrade upgrade;
  private final Inbox inbox = new Inbox();
  private final Outgoing outgoing;
  private final Incoming incoming;

  /**
   * A socket over bytes both ways.
   *
   * @param timeout how long the client may take to answer a ping, or to go on with a frame
   */
  public Session(Duplex wire, Body.Upgrade upgrade, Duration timeout) {
    this.wire = wire;
    this.upgrade = upgrade;
    this.outgoing = new Outgoing(wire);
    this.incoming =
        new Incoming(wire, outgoing, inbox, upgrade.options(), timeout, Outgoing.CLOSING);
  }

  /** Runs the handler and closes the socket. */
  @Override
  public void serve() throws IOException {
    Thread reader = wire.fork(incoming);
    Throwable failure = handle();
    inbox.discard();
    boolean interrupted = join(reader);
    outgoing.shut(WebSocketClose.ABNORMAL);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new BodyFailedException("the handler of the WebSocket failed", failure);
    }
    Inbox.End end = inbox.end();
    if (end != null && end.cause() != null && !(end.cause() instanceof ProtocolViolation)) {
      throw end.cause();
    }
  }

  @Override
  public long bytesRead() {
    return incoming.bytesRead();
  }

  @Override
  public long bytesSent() {
    return outgoing.bytesSent();
  }

  /** Returns what the handler failed with, null where it came to a good end. */
  private @Nullable Throwable handle() {
    try {
      upgrade.handler().handle(this);
      closeQuietly(goodEnd());
    } catch (WebSocketException e) {
      closeQuietly(e.close());
    } catch (Throwable e) {
      if (!cameOfTheEnd(e)) {
        closeQuietly(FAILED);
        return e;
      }
      closeQuietly(goodEnd());
    }
    return null;
  }

  private WebSocketClose goodEnd() {
    return Objects.requireNonNullElse(inbox.clientClose(), WebSocketClose.NORMAL);
  }

  private void closeQuietly(WebSocketClose close) {
    try {
      outgoing.close(close);
    } catch (IOException e) {
      // The client is gone, which the reader finds, too.
    }
  }

  /** Whether an app that threw this only found that the socket is over. */
  private boolean cameOfTheEnd(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof WebSocketClosedException
          || e instanceof ClientGoneException
          || e instanceof TimeoutException
          || (e instanceof InterruptedException && inbox.isClosing())) {
        return true;
      }
    }
    return false;
  }

  /** Waits for a thread; returns whether this one was interrupted meanwhile. */
  private static boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  // --- what the app sees ---

  @Override
  public @Nullable Message receive() throws IOException, InterruptedException {
    return inbox.take();
  }

  @Override
  public void send(String text) throws IOException {
    outgoing.message(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    outgoing.message(Opcode.BINARY, bytes.clone());
  }

  @Override
  public void close(int code, String reason) throws IOException {
    var close = new WebSocketClose(code, reason);
    if (!close.sendable()) {
      throw new IllegalArgumentException("close code " + code + " is never sent");
    }
    outgoing.close(close);
  }

  @Override
  public boolean isOpen() {
    return !outgoing.isClosed() && !inbox.isClosing();
  }

  @Override
  public void onClose(Runnable action) {
    inbox.onClose(action);
  }

  @Override
  public @Nullable String protocol() {
    return upgrade.protocol();
  }
}

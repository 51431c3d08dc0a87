package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayDeque;
import java.util.List;
import net.brim.engine.hub.Connection;

/**
 * Shares a connection out among its streams: each in turn sends one frame, as far as the client's
 * windows and the socket have room (RFC 9113, section 5.2). For the loop.
 *
 * <pre>
 *             offer()                      pump()
 *   stream ──────────► ready ────────────────────────────► frames ──► socket
 *                        ▲  └─ no window of the connection ─► starved ─┐
 *                        └────────── WINDOW_UPDATE ────────────────────┘
 * </pre>
 */
final class Sender {

  /** What is told when something of a stream went out. */
  interface Listener {
    /** A DATA frame went out. */
    void dataSent();

    /** The end of the response went out. */
    void ended(Http2Stream stream);
  }

  private final Connection connection;
  private final FrameWriter writer;
  private final Listener listener;
  private final ArrayDeque<Http2Stream> ready = new ArrayDeque<>();
  private final ArrayDeque<Http2Stream> starved = new ArrayDeque<>();
  private int window = ReceiveWindow.INITIAL;
  private int streamWindow = ReceiveWindow.INITIAL;

  Sender(Connection connection, FrameWriter writer, Listener listener) {
    this.connection = connection;
    this.writer = writer;
    this.listener = listener;
  }

  /** The window that a new stream has. */
  int streamWindow() {
    return streamWindow;
  }

  /** The client's SETTINGS_INITIAL_WINDOW_SIZE; false where a window would be too large. */
  boolean streamWindow(int size, List<Http2Stream> streams) {
    int change = size - streamWindow;
    streamWindow = size;
    for (Http2Stream stream : streams) {
      if (!stream.changeSendWindow(change)) {
        return false;
      }
      offer(stream);
    }
    return true;
  }

  /** The client takes that much more on the connection; false where that would be too much. */
  boolean widen(int increment) {
    if ((long) window + increment > Integer.MAX_VALUE) {
      return false;
    }
    window += increment;
    ready.addAll(starved);
    starved.clear();
    return true;
  }

  /** A stream may have something to send. */
  void offer(Http2Stream stream) {
    if (!stream.isListed() && stream.outgoing().sendable(stream.sendWindow())) {
      stream.listed(true);
      ready.add(stream);
    }
  }

  /**
   * A stream is closed, and waits no more: for a window, its client could have it wait for ever.
   */
  void dismiss(Http2Stream stream) {
    if (stream.isListed()) {
      stream.listed(false);
      if (!ready.remove(stream)) {
        starved.remove(stream);
      }
    }
  }

  /** How many streams wait for their turn, or for the window of the connection. */
  int waiting() {
    return ready.size() + starved.size();
  }

  /** Writes frames as long as there is room for them, and sends all that were written. */
  void pump() throws Http2Exception {
    do {
      while (!ready.isEmpty() && connection.sendable() > writer.length()) {
        writeFrame(ready.remove());
      }
      flush();
    } while (!ready.isEmpty() && connection.sendable() > 0);
  }

  /** Sends all frames that were written. */
  void flush() {
    ByteBuf frames = writer.take();
    if (frames != null) {
      connection.send(frames);
    }
  }

  private void writeFrame(Http2Stream stream) throws Http2Exception {
    if (window <= 0 && !stream.outgoing().free()) {
      starved.add(stream);
      return;
    }
    stream.listed(false);
    Outgoing outgoing = stream.outgoing();
    int sent = outgoing.write(stream.id(), writer, Math.min(window, stream.sendWindow()));
    if (sent > 0) {
      window -= sent;
      var _ = stream.changeSendWindow(-sent);
      listener.dataSent();
    }
    stream.progress();
    if (outgoing.endSent()) {
      listener.ended(stream);
    } else {
      offer(stream);
    }
  }
}

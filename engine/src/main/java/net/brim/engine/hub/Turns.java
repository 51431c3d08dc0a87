package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The threads that serve a connection, one after the other: each from when there is something to do
 * until its protocol rests.
 *
 * <pre>
 *              wake(): bytes, the deadline, a drain
 *   RESTING ─────────────────────────────────────────► SERVED ── returns without rest() ──► finished
 *    ▲   ▲                                                │
 *    │   └── rest(), while there is nothing to do ────────┘
 *    └── hold(), release(): the loop, for a moment
 * </pre>
 *
 * <p>A thread that begins and ends costs less than one that is parked and resumed, and a connection
 * that rests holds no stack.
 */
final class Turns {

  private static final int LEAST_WANTED = 64;
  private static final byte LF = '\n';

  private final Connection connection;

  /** What the next thread runs; null where the protocol is through. */
  private @Nullable Protocol next;

  /** Whether a successor has the connection, so that the end of the thread is not that of it. */
  private boolean left;

  /** Whether there is no thread, so that whoever has something for it starts one. */
  private final AtomicBoolean resting = new AtomicBoolean(true);

  /**
   * While the connection rests: how many bytes its protocol waits for, where no line ends before
   * that; 0 where it waits for any. The loop's, and that of the threads that it carries.
   */
  private int wanted;

  /** Loop: the first turn is that of {@code protocol}. */
  Turns(Connection connection, Protocol protocol) {
    this.connection = connection;
    this.next = protocol;
  }

  // --- the connection's thread ---

  private void run() {
    connection.outbound.ownedBy(Thread.currentThread());
    do {
      Protocol now = next;
      next = null;
      if (now != null) {
        serve(now);
      }
    } while (next != null && !mayRest());
  }

  private void serve(Protocol protocol) {
    try {
      protocol.serve(connection);
      if (next == null && !left) {
        connection.conclude();
      }
    } catch (TimeoutException e) {
      connection.close();
    } catch (IOException e) {
      connection.conclude(); // What was written before it is still the client's.
    } catch (Throwable e) {
      connection.observer.failed(connection, e);
      connection.conclude();
    }
  }

  /** Has {@code protocol} go on in the next turn, as soon as there is something to do. */
  void rest(Protocol protocol) {
    next = protocol;
  }

  /** The same, but not before a line has ended, or as much again has come as there is now. */
  void restForLine(Protocol protocol) {
    next = protocol;
    wanted = Math.max(LEAST_WANTED, connection.limit() - connection.position());
  }

  /** This turn is the last, and what becomes of the connection is for others to say. */
  void leave() {
    left = true;
  }

  /** Gives the thread up; false where there is something to do already, and so it goes on. */
  private boolean mayRest() {
    resting.set(true);
    if ((connection.inbound.ready() || connection.over()) && resting.compareAndSet(true, false)) {
      wanted = 0;
      return false;
    }
    connection.rested();
    return true;
  }

  // --- the loop ---

  /** Loop: there is something for the thread that reads, or for one that is yet to begin. */
  void wake() {
    if (!connection.wakeWaiter() && hold()) {
      wanted = 0;
      connection.hub.unstarted(this::run).start();
    }
  }

  /** Loop: whether there is no thread. */
  boolean resting() {
    return resting.get();
  }

  /** Loop: whether no thread is in the middle of what has arrived, and none can begin meanwhile. */
  boolean nobodyReads() {
    return connection.hub.carriesThreads() && (resting.get() || connection.readerWaits());
  }

  /** Loop: keeps threads from beginning; false where there is one. */
  boolean hold() {
    return resting.get() && resting.compareAndSet(true, false);
  }

  /** Loop: threads may begin again, and one does where there is something to do. */
  void release() {
    resting.set(true);
    if (somethingCame() || connection.over()) {
      wake();
    }
  }

  /** Loop: where the end of a line is awaited, looks for it in what comes now. */
  void lookForLine(ByteBuf bytes) {
    if (wanted > 0 && bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), LF) >= 0) {
      wanted = 0;
    }
  }

  /** Loop: whether what has arrived is enough for a turn. */
  boolean somethingCame() {
    return connection.inbound.ready(wanted);
  }
}

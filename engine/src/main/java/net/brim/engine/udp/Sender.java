package net.brim.engine.udp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import net.brim.engine.hub.Hub;

/**
 * Sends the datagrams of one hub by one socket: gathers those of the hub's threads until they give
 * way, or until there is a batch of them.
 *
 * <pre>
 *   send ──► batch ──── flushNow(): the threads gave way ─────► socket
 *              │                                                  ▲
 *              └── a full batch ──────────────────────────────────┘  where that is full too, senders
 *                                                                    wait for the loop to say that
 *                                                                    it is not
 * </pre>
 *
 * <p>Any thread may send.
 */
final class Sender implements AutoCloseable {

  private final Hub hub;
  private final UdpCounters counters;
  private final DatagramEndpoint.Outgoing outgoing;
  private final Station station;
  private final Deque<Thread> waiting = new ArrayDeque<>();

  private long sent;
  private long bytes;
  private boolean flushDue;
  private boolean full;
  private boolean closed;

  Sender(Hub hub, UdpCounters counters, DatagramEndpoint.Outgoing outgoing, Station station) {
    this.hub = hub;
    this.counters = counters;
    this.outgoing = outgoing;
    this.station = station;
  }

  /**
   * Sends soon; waits while the socket has no room.
   *
   * @param carried whether the calling thread is one that the hub's loop carries
   */
  void send(Route route, byte[] datagram, boolean carried) throws IOException {
    while (!offer(route, datagram, carried)) {
      awaitRoom();
    }
  }

  private synchronized boolean offer(Route route, byte[] datagram, boolean carried)
      throws IOException {
    if (closed) {
      throw new IOException("the socket is closed");
    }
    if (!outgoing.add(route, datagram)) {
      if (carried) {
        station.count();
      }
      write();
      if (!outgoing.add(route, datagram)) {
        waiting.add(Thread.currentThread());
        return false;
      }
    }
    sent++;
    bytes += datagram.length;
    if (!flushDue) {
      flushDue = true;
      if (carried) {
        station.flushLater();
      } else {
        hub.loop().execute(this::flush);
      }
    }
    return true;
  }

  private void awaitRoom() throws InterruptedIOException {
    Thread self = Thread.currentThread();
    while (isWaiting(self)) {
      LockSupport.park(this);
      if (self.isInterrupted()) {
        leave(self);
        throw new InterruptedIOException("waiting for room in the socket");
      }
    }
  }

  private synchronized boolean isWaiting(Thread thread) {
    return waiting.contains(thread);
  }

  private synchronized void leave(Thread thread) {
    waiting.remove(thread);
  }

  /** Loop: sends what was gathered. */
  synchronized void flush() {
    flushDue = false;
    if (!closed) {
      write();
    }
  }

  /** Loop: the socket has room again. */
  synchronized void writable() {
    full = false;
    if (!closed) {
      write();
    }
  }

  /** Whether all that was sent is with the system. */
  synchronized boolean isEmpty() {
    return closed || outgoing.size() == 0;
  }

  private void write() {
    int before = outgoing.size();
    if (before == 0) {
      return;
    }
    counters.sent().add(sent);
    counters.bytesWritten().add(bytes);
    sent = 0;
    bytes = 0;
    int refused = outgoing.write();
    if (refused > 0) {
      counters.unsent().add(refused);
      station.refused(refused, outgoing.reason());
    }
    if (outgoing.size() == 0) {
      wakeAll();
    } else if (!full) {
      full = true;
      station.awaitRoom();
    }
  }

  private void wakeAll() {
    Thread thread;
    while ((thread = waiting.poll()) != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Loop: sends nothing more; whoever waits or comes later is told. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      wakeAll();
      outgoing.close();
    }
  }
}

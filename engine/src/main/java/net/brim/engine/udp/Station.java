package net.brim.engine.udp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.brim.engine.hub.Hub;

/**
 * One hub's share in a socket: reads batches of datagrams, and has virtual threads hand them to the
 * app, in the order in which they came.
 *
 * <pre>
 *   socket ──► read(): a batch ──► Turn: app, app, app … ──► flushNow(): replies leave
 *                                    │                          │
 *                                    └─ waits for something     └─ what is left of the batch gets
 *                                                                  another thread
 * </pre>
 *
 * <p>Where the loop carries the threads, one of them goes through a whole batch, and another one
 * begins only when that waits: an app that answers at once costs a thread for each batch. Elsewhere
 * each datagram has a thread of its own.
 *
 * <p>Methods marked "loop" are called by the hub's loop or by a thread that it carries.
 */
final class Station implements Hub.Gatherer {

  /** After so long with one batch, another hub may take what comes meanwhile. */
  private static final long LONG = TimeUnit.MICROSECONDS.toNanos(200);

  private final Hub hub;
  private final int index;
  private final UdpContext context;
  private final CurrentApp app;
  private final Bound bound;
  private final Reception reception;
  private final DatagramEndpoint.Incoming incoming;
  private final Sender sender;
  private final Arrivals arrivals;
  private boolean flushDue;
  private boolean waitsForPlace;
  private long begun;

  /** Whether there may be something of a batch that no thread has taken. */
  private volatile boolean busy;

  private final AtomicBoolean helping = new AtomicBoolean();

  /**
   * Reads nothing yet.
   *
   * @param index which one it is of those of its socket
   */
  Station(
      Hub hub,
      int index,
      UdpContext context,
      CurrentApp app,
      Bound bound,
      Reception reception,
      DatagramEndpoint endpoint) {
    this.hub = hub;
    this.index = index;
    this.context = context;
    this.app = app;
    this.bound = bound;
    this.reception = reception;
    this.incoming = endpoint.incoming();
    this.arrivals = new Arrivals(incoming, endpoint.localAddress(), context.counters());
    this.sender = new Sender(hub, context.counters(), endpoint.outgoing(), this);
  }

  Hub hub() {
    return hub;
  }

  int index() {
    return index;
  }

  Sender sender() {
    return sender;
  }

  /** Whether the server goes away. */
  boolean draining() {
    return reception.draining();
  }

  /**
   * Loop: takes a batch, unless there is one at hand.
   *
   * @return how many datagrams
   */
  int read() throws IOException {
    if (busy) {
      return 0;
    }
    int count = incoming.read();
    if (count > 0) {
      busy = true;
      begun = System.nanoTime();
      work();
    }
    return count;
  }

  /** Whether a batch is at hand. */
  boolean isBusy() {
    return busy;
  }

  /** Whether a batch is at hand that has to wait until other datagrams are done with. */
  boolean isHeldUp() {
    return waitsForPlace;
  }

  /** Loop: has a thread go on with the batch. */
  private void work() {
    if (waitsForPlace) {
      return;
    }
    if (!hub.carriesThreads()) {
      startEach();
    } else if (takePlace()) {
      hub.unstarted(new Turn(this, context)).start();
    }
  }

  private void startEach() {
    while (takePlace()) {
      ReceivedDatagram datagram = arrivals.next();
      arrivals.count();
      if (datagram == null) {
        bound.release();
        done();
        return;
      }
      hub.unstarted(new Turn(this, context, datagram)).start();
    }
  }

  private boolean takePlace() {
    waitsForPlace = !bound.take(this);
    if (waitsForPlace) {
      reception.heldUpOrNot(this);
    }
    return !waitsForPlace;
  }

  /** There may be a place for a thread again; from any thread. */
  void placeFree() {
    hub.loop().execute(this::resume);
  }

  private void resume() {
    boolean waited = waitsForPlace;
    waitsForPlace = false;
    if (waited && busy) {
      work();
    } else {
      bound.wakeNext();
    }
    if (!waitsForPlace) {
      reception.heldUpOrNot(this);
    }
  }

  /** A carried thread: hands datagrams to the app as long as there are any. */
  void serveAll(Turn turn) {
    flushLater();
    ReceivedDatagram datagram;
    while ((datagram = arrivals.next()) != null) {
      if (incoming.remaining() > 0) {
        flushLater(); // Should the app wait, another thread is to go on.
        lookForHelp();
      }
      app.handle(datagram, turn);
    }
    if (busy) {
      done();
    }
  }

  private void lookForHelp() {
    if (reception.hasHelp() && System.nanoTime() - begun > LONG) {
      reception.help(this);
    }
  }

  /** A thread of its own: hands one datagram to the app. */
  void serve(ReceivedDatagram datagram, Turn turn) {
    app.handle(datagram, turn);
  }

  /** Loop: all of the batch is taken. */
  private void done() {
    busy = false;
    reception.done(this);
  }

  /** From any thread: whether this is the moment in which it begins to help. */
  boolean beginHelping() {
    return helping.compareAndSet(false, true);
  }

  void endHelping() {
    helping.set(false);
  }

  /** A thread is at its end. */
  void ended() {
    bound.release();
  }

  /** Loop: sends what was gathered when the threads have given way. */
  void flushLater() {
    if (!flushDue) {
      flushDue = true;
      hub.flushLater(this);
    }
  }

  @Override
  public void flushNow() {
    flushDue = false;
    arrivals.count();
    sender.flush();
    if (busy) {
      work();
    }
  }

  /** Loop: counts now what was read, because answers to it leave. */
  void count() {
    arrivals.count();
  }

  /** The socket has no room; the sender is to be told when it has. */
  void awaitRoom() {
    reception.awaitRoom();
  }

  /** The system did not take datagrams. */
  void refused(int count, String reason) {
    context.logger().debug("{} datagrams were not sent: {}", count, reason);
  }

  /** Loop: ends, whatever is at hand. */
  void close() {
    busy = false;
    arrivals.close();
    sender.close();
    incoming.close();
  }
}

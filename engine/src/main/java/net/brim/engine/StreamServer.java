package net.brim.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import net.brim.api.Stats.Counter;
import net.brim.engine.hub.Acceptor;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Layer;
import net.brim.engine.hub.Protocol;
import net.brim.engine.hub.Transport;
import org.slf4j.Logger;

/**
 * A server of connections: sockets to accept from, and hubs to serve on.
 *
 * <p>Its threads are daemons: a program that has nothing else to do waits with {@link #join}. All
 * methods may be called from any thread.
 */
public abstract sealed class StreamServer implements AutoCloseable permits HttpServer, TcpServer {

  /** How long {@link #stop()} lets what runs go on. */
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private final Transport transport = Transport.best();
  private final List<Hub> hubs;
  private final Acceptor acceptor;
  private final List<Layer> layers;
  private final List<InetSocketAddress> addresses = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  StreamServer(
      Protocol protocol,
      List<Layer> layers,
      List<Hub> hubs,
      Counting traffic,
      Limits limits,
      Logger logger) {
    this.layers = layers;
    this.hubs = List.copyOf(hubs);
    this.acceptor =
        new Acceptor(
            this.hubs,
            protocol,
            layers,
            traffic,
            limits.writeTimeout(),
            limits.nodelay(),
            limits.connections(),
            logger);
  }

  List<Hub> hubs() {
    return hubs;
  }

  /** What holds for each connection, and how many there may be. */
  record Limits(Duration writeTimeout, boolean nodelay, int connections) {}

  /**
   * Listens on an address, and accepts from it at once; more than one call for more than one
   * address.
   *
   * @param address port 0 for a free one
   * @param backlog how many connections may wait to be accepted
   * @return the address with its port
   * @throws IOException where the address cannot be bound
   * @throws IllegalStateException where the server is closed
   */
  public InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
    rejectClosed();
    InetSocketAddress bound = acceptor.bind(transport, address, backlog);
    addresses.add(bound);
    return bound;
  }

  /** The TCP addresses that were bound, in their order, with their ports. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /**
   * The port of the first address.
   *
   * @throws IllegalStateException where none was bound
   */
  public int port() {
    if (addresses.isEmpty()) {
      throw new IllegalStateException("no address was bound");
    }
    return addresses.getFirst().getPort();
  }

  /**
   * Listens at the path of a unix socket, where no file may be; it makes one that only its owner
   * can write to unless the umask of the process is unusual, and removes it when it is closed.
   *
   * @throws IOException where the path cannot be bound
   * @throws IllegalStateException where the server is closed
   */
  public void bind(UnixDomainSocketAddress address, int backlog) throws IOException {
    rejectClosed();
    acceptor.bind(transport, address, backlog);
  }

  private void rejectClosed() {
    if (closing.get()) {
      throw new IllegalStateException("the server is closed");
    }
  }

  /** Whether descriptors can be adopted: where there is epoll, on Linux. */
  public boolean canAdopt() {
    return transport == Transport.EPOLL;
  }

  /**
   * Accepts from a descriptor that another process bound and that listens already, without
   * blocking; needs epoll.
   *
   * @throws IOException where the descriptor is no such socket
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adopt(int descriptor) throws IOException {
    requireEpoll();
    acceptor.adopt(descriptor, true);
  }

  /**
   * Takes a descriptor as {@link #adopt(int)} does, for when {@link #accept} is told to use it.
   *
   * @throws IOException where the descriptor is no such socket
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adoptInReserve(int descriptor) throws IOException {
    requireEpoll();
    acceptor.adopt(descriptor, false);
  }

  /**
   * Takes the descriptor of a unix socket as {@link #adopt(int)} takes that of a TCP one.
   *
   * @throws IOException where the descriptor is no such socket
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adoptUnix(int descriptor) throws IOException {
    requireEpoll();
    acceptor.adoptUnix(descriptor, true);
  }

  /**
   * Takes the descriptor of a unix socket as {@link #adoptInReserve(int)} takes that of a TCP one.
   *
   * @throws IOException where the descriptor is no such socket
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adoptUnixInReserve(int descriptor) throws IOException {
    requireEpoll();
    acceptor.adoptUnix(descriptor, false);
  }

  /** Begins or ceases to accept from a descriptor that was adopted. */
  public void accept(int descriptor, boolean accepting) {
    acceptor.accept(descriptor, accepting);
  }

  /**
   * Takes over a connection that another server accepted, in this process or another, as if it had
   * been accepted here; needs epoll.
   *
   * @param descriptor of a connected stream socket, TCP or unix; ours to close from now on
   * @throws IOException where the descriptor is no such socket
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adoptConnection(int descriptor) throws IOException {
    requireEpoll();
    acceptor.adoptConnection(descriptor);
  }

  /**
   * Takes over the connections that servers hand over which {@link #retire(int, Duration) retire},
   * until this one goes away itself; needs epoll. Any number of servers may take from one queue.
   *
   * @param queue one end of a pair of unix stream sockets, without blocking; it stays the caller's
   * @throws UnsupportedOperationException where there is no epoll
   */
  public void adoptFrom(int queue) throws IOException {
    requireEpoll();
    acceptor.adoptFrom(queue);
  }

  private void requireEpoll() {
    if (!canAdopt()) {
      throw new UnsupportedOperationException(
          "connections are adopted and handed over by epoll alone, which only Linux has");
    }
  }

  /** Stops accepting; the connections that are open go on. */
  public void cease() {
    acceptor.cease();
  }

  /**
   * Makes way for others, who accept from now on, and cuts nothing: stops accepting, lets what runs
   * finish, hands over each connection as soon as it is idle, and has the next answer say that it
   * is the last where a connection cannot be handed over, as with TLS; needs epoll.
   *
   * @param queue the other end of that which the others {@link #adoptFrom adopt from}, without
   *     blocking; it stays the caller's
   * @return whether all connections had left within that time
   * @throws UnsupportedOperationException where there is no epoll
   */
  public boolean retire(int queue, Duration limit) throws InterruptedException {
    requireEpoll();
    return retire(OptionalInt.of(queue), limit);
  }

  /**
   * Makes way as {@link #retire(int, Duration)} does, also where that goes on, and hands nothing
   * over; what others hand over is adopted to the end.
   */
  public boolean retire(Duration limit) throws InterruptedException {
    return retire(OptionalInt.empty(), limit);
  }

  private boolean retire(OptionalInt queue, Duration limit) throws InterruptedException {
    if (!closing.get()) {
      acceptor.retire(queue);
    }
    return acceptor.awaitNone(limit);
  }

  /**
   * Stops accepting, lets what runs finish, and closes idle connections.
   *
   * @return whether all connections were over within that time
   */
  public boolean drain(Duration limit) throws InterruptedException {
    if (!closing.get()) {
      acceptor.close();
      hubs.forEach(Hub::drain);
    }
    return acceptor.awaitNone(limit);
  }

  /** Stops as {@link #stop(Duration)} does, after five seconds at most. */
  public boolean stop() {
    return stop(SHUTDOWN_TIMEOUT);
  }

  /**
   * Stops accepting, gives what runs that much time, severs what is left, and closes. An interrupt
   * of the calling thread ends the waiting, and stays.
   *
   * @return whether nothing had to be severed
   */
  public boolean stop(Duration shutdownTimeout) {
    try {
      return drain(shutdownTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return openConnections() == 0;
    } finally {
      close();
    }
  }

  /** Waits until the server is closed, by {@link #stop} or {@link #close}. */
  public void join() throws InterruptedException {
    closed.await();
  }

  /** How many connections are open. */
  public int openConnections() {
    return acceptor.open();
  }

  /** What the open connections are about. */
  public OpenConnections connections() {
    return OpenConnections.of(acceptor.activities());
  }

  /** Severs what is left and ends the hubs; again, it does nothing. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        acceptor.close();
        hubs.forEach(Hub::close);
        ended();
      } finally {
        closed.countDown();
      }
    }
    layers.forEach(Layer::close);
  }

  /** All connections are over: what else there is ends too. */
  void ended() {}

  /** Counts connections and their bytes. */
  record Counting(Counter connections, Counter open, Counter bytesRead, Counter bytesWritten)
      implements Acceptor.Traffic {

    @Override
    public void connections(int change) {
      if (change > 0) {
        connections.add(change);
      }
      open.add(change);
    }

    @Override
    public void adopted() {
      open.add(1);
    }

    @Override
    public void read(long bytes) {
      bytesRead.add(bytes);
    }

    @Override
    public void written(long bytes) {
      bytesWritten.add(bytes);
    }
  }
}

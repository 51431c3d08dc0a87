package net.brim.engine.hub;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Accepts connections and deals them out to hubs in turn, never more than so many at once: further
 * ones wait in the kernel's accept queue and are not refused.
 */
public final class Acceptor {

  /**
   * How long accepting rests when the system refuses a connection, for want of descriptors as a
   * rule.
   */
  private static final long REST_MILLIS = 1000;

  /** How long a hub may take to say what its connections are about. */
  private static final long BUSY_MILLIS = 500;

  private final List<Hub> hubs;
  private final Protocol protocol;
  private final List<Layer> layers;
  private final Traffic traffic;
  private final Duration writeTimeout;
  private final boolean nodelay;
  private final int most;
  private final Logger logger;
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private final Map<Integer, Channel> adopted = new ConcurrentHashMap<>();

  /** Those of the listeners that nothing is accepted from for now. */
  private final Set<Channel> resting = ConcurrentHashMap.newKeySet();

  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable HandOverReader reader;
  private volatile boolean paused;
  private boolean failing;
  private int next;

  /** What is told of the traffic of all connections. */
  public interface Traffic {
    /** A connection was accepted (1) or is over, here at least (-1). */
    void connections(int change);

    /** A connection was taken over that another server accepted. */
    void adopted();

    /** Bytes came from a socket. */
    void read(long bytes);

    /** Bytes were given to a socket. */
    void written(long bytes);
  }

  /**
   * Accepts nothing yet.
   *
   * @param layers what lies between the socket and the protocol, from the socket up
   * @param most connections at once
   */
  public Acceptor(
      List<Hub> hubs,
      Protocol protocol,
      List<Layer> layers,
      Traffic traffic,
      Duration writeTimeout,
      boolean nodelay,
      int most,
      Logger logger) {
    this.hubs = List.copyOf(hubs);
    this.protocol = protocol;
    this.layers = List.copyOf(layers);
    this.traffic = traffic;
    this.writeTimeout = writeTimeout;
    this.nodelay = nodelay;
    this.most = most;
    this.logger = logger;
  }

  /** Listens on an address; returns it with its port. */
  public InetSocketAddress bind(Transport transport, InetSocketAddress address, int backlog)
      throws IOException {
    ServerChannel channel = transport.serverChannel();
    channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
    bind(channel, address, backlog);
    return (InetSocketAddress) channel.localAddress();
  }

  /** Listens at the path of a unix socket; closing removes the file there. */
  public void bind(Transport transport, UnixDomainSocketAddress address, int backlog)
      throws IOException {
    if (Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS)) {
      throw new BindException("Address already in use"); // Netty would remove what is there
    }
    bind(
        UnixTransport.serverChannel(transport), UnixTransport.address(transport, address), backlog);
  }

  private void bind(ServerChannel channel, SocketAddress address, int backlog) throws IOException {
    channel.config().setOption(ChannelOption.SO_BACKLOG, backlog);
    register(channel);
    ChannelFuture bound = channel.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      channel.close();
      throw new IOException("bind " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listeners.add(channel);
  }

  /**
   * Takes a descriptor that listens already.
   *
   * @param accepting whether connections are accepted from it now; {@link #accept} changes that
   */
  public void adopt(int descriptor, boolean accepting) throws IOException {
    adopt(new EpollServerSocketChannel(descriptor), descriptor, accepting);
  }

  /** Takes the descriptor of a unix socket as {@link #adopt(int, boolean)} does. */
  public void adoptUnix(int descriptor, boolean accepting) throws IOException {
    adopt(UnixTransport.adopted(descriptor), descriptor, accepting);
  }

  private void adopt(ServerChannel channel, int descriptor, boolean accepting) throws IOException {
    channel.config().setAutoRead(accepting);
    if (!accepting) {
      resting.add(channel);
    }
    register(channel);
    listeners.add(channel);
    adopted.put(descriptor, channel);
  }

  /** Begins or ceases to accept from a descriptor that was adopted. */
  public void accept(int descriptor, boolean accepting) {
    Channel channel = adopted.get(descriptor);
    if (channel == null) {
      throw new IllegalArgumentException("descriptor " + descriptor + " was not adopted");
    }
    if (accepting ? resting.remove(channel) : resting.add(channel)) {
      hubs.getFirst().loop().execute(() -> readOrNot(channel));
    }
  }

  /**
   * Serves a connection that another server accepted, whoever is allowed to have how many.
   *
   * @param descriptor of a connected stream socket; ours to close from now on
   */
  public void adoptConnection(int descriptor) throws IOException {
    Channel channel = AdoptedConnections.channel(descriptor);
    hubs.getFirst().loop().execute(() -> adopted(channel));
  }

  /** Serves the connections that others put into that queue, until we go away ourselves. */
  public void adoptFrom(int queue) throws IOException {
    reader = new HandOverReader(hubs.getFirst(), queue, this::adoptOrLog, logger);
  }

  private void adoptOrLog(int descriptor) {
    try {
      adopted(AdoptedConnections.channel(descriptor));
    } catch (IOException e) {
      logger.error("a connection that was handed over is lost", e);
    }
  }

  /**
   * It is open already, and better served than refused: where there are too many, we do not accept.
   */
  private void adopted(Channel child) {
    if (!child.isActive()) {
      child.unsafe().closeForcibly(); // It was reset on its way.
      return;
    }
    open.incrementAndGet();
    traffic.adopted();
    dealOut(child);
  }

  /** Accepts and adopts no more, except for what only we are left to adopt. */
  public void close() {
    close(HandOverReader::finish);
  }

  /**
   * Accepts and adopts no more, since others do, and has all connections leave. Once again, with
   * another queue or none, it goes on in that way.
   *
   * @param queue where to hand over those that are idle, at once or later; where there is none,
   *     nobody else may be there to adopt, so that we go on with that until we close
   */
  public void retire(OptionalInt queue) {
    if (queue.isPresent()) {
      endReading(HandOverReader::cease);
    }
    cease();
    HandOverWriter writer =
        queue.isEmpty() ? null : HandOverWriter.of(queue.getAsInt(), this::notHandedOver);
    hubs.forEach(hub -> hub.retire(writer));
  }

  private void notHandedOver(IOException why) {
    logger.error("no more connections can be handed over: each ends with its next answer", why);
  }

  private void close(Consumer<HandOverReader> way) {
    endReading(way);
    cease();
  }

  /** Accepts no more. */
  public void cease() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
  }

  private void endReading(Consumer<HandOverReader> way) {
    HandOverReader ending = reader;
    if (ending != null) {
      reader = null;
      hubs.getFirst().loop().submit(() -> way.accept(ending)).awaitUninterruptibly();
    }
  }

  /** What each connection is about, save those of a hub that is too busy to tell. */
  public List<Activity> activities() {
    var activities = new ArrayList<Activity>();
    for (Future<List<Activity>> some : hubs.stream().map(Hub::activities).toList()) {
      if (some.awaitUninterruptibly(BUSY_MILLIS)) {
        activities.addAll(some.getNow());
      }
    }
    return activities;
  }

  /** How many connections are open. */
  public int open() {
    return open.get();
  }

  /** Waits until no connection is open; false where some are when the time is over. */
  public boolean awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (open) {
      while (open.get() > 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(open, left);
      }
    }
    return true;
  }

  private void register(ServerChannel channel) throws IOException {
    channel.pipeline().addLast(new Listener());
    ChannelFuture registered = hubs.getFirst().loop().register(channel).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      throw new IOException("listening socket: " + registered.cause(), registered.cause());
    }
  }

  private void accepted(Channel child) {
    open.incrementAndGet();
    traffic.connections(1);
    dealOut(child);
  }

  private void dealOut(Channel child) {
    pauseOrResume();
    Hub hub = hubs.get(next);
    next = (next + 1) % hubs.size();
    hub.loop().execute(() -> register(child, hub));
  }

  /** Makes a connection of a channel; on the hub's loop. */
  private void register(Channel child, Hub hub) {
    try {
      if (child instanceof SocketChannel) { // of TCP
        child.config().setOption(ChannelOption.TCP_NODELAY, nodelay);
      }
      child.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      if (layers.isEmpty()) {
        child.config().setRecvByteBufAllocator(hub.receiveBuffer());
      }
      var connection = new Connection(hub, child, protocol, new Tally(), writeTimeout);
      for (Layer layer : layers) {
        layer.add(child.pipeline(), connection);
      }
      child.pipeline().addLast(connection);
    } catch (ChannelException e) {
      lost(child, e); // It was reset before we looked at it.
      return;
    }
    hub.loop()
        .register(child)
        .addListener(registered -> {
          if (!registered.isSuccess()) {
            lost(child, registered.cause());
          }
        });
  }

  /** A connection that never began, and so will never say that it is over. */
  private void lost(Channel child, Throwable cause) {
    logger.error("a connection could not be registered", cause);
    child.unsafe().closeForcibly();
    closed();
  }

  private void closed() {
    traffic.connections(-1);
    int left = open.decrementAndGet();
    if (left < most && paused) {
      hubs.getFirst().loop().execute(this::pauseOrResume);
    }
    if (left == 0) {
      synchronized (open) {
        open.notifyAll();
      }
    }
  }

  /** Accepts on or not; on the loop of the listeners only, so that the last word is a true one. */
  private void pauseOrResume() {
    boolean pause = failing || open.get() >= most;
    if (pause == paused) {
      return;
    }
    paused = pause;
    listeners.forEach(this::readOrNot);
    if (pause && !failing && open.get() < most) {
      pauseOrResume(); // The one that left meanwhile did not see that we paused.
    }
  }

  private void readOrNot(Channel listener) {
    listener.config().setAutoRead(!paused && !resting.contains(listener));
  }

  /** What happens on a listening socket. */
  @ChannelHandler.Sharable
  private final class Listener extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      accepted((Channel) message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      logger.error("accepting a connection failed; resting for {} ms", REST_MILLIS, cause);
      rest(true);
      var _ = context.executor().schedule(() -> rest(false), REST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void rest(boolean rest) {
      failing = rest;
      pauseOrResume();
    }
  }

  /** Passes on what one connection reports. */
  private final class Tally implements Observer {

    @Override
    public void read(long bytes) {
      traffic.read(bytes);
    }

    @Override
    public void written(long bytes) {
      traffic.written(bytes);
    }

    @Override
    public void closed() {
      Acceptor.this.closed();
    }

    @Override
    public void failed(Connection connection, Throwable failure) {
      logger.error("connection of {} failed", connection.remoteAddress(), failure);
    }
  }
}

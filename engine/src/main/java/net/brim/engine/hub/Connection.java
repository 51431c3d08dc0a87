package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import net.brim.api.Tls;
import net.brim.engine.hub.HandOverWriter.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A connection as blocking code sees it: bytes to read, bytes to write, deadlines, on a virtual
 * thread of its own.
 *
 * <p>Between messages it may do without a thread: the protocol says {@link #rest} and returns, and
 * goes on, on a new thread, when there is something to read. A thread that begins and ends costs
 * less than one that is parked and resumed, and an idle connection holds no stack.
 *
 * <pre>
 *   OPEN ──── finish() ────► FINISHING: all written, our side shut, the peer's last bytes thrown away ──► CLOSED
 *     │                        └─ after reset(): our side not shut, for a moment, then a reset             ▲
 *     └──── close(), sever(), the peer's reset ────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A protocol of many streams leaves its thread by {@link #handOver}: from then on, a {@link
 * Successor} has the bytes, and reading and writing here are over.
 *
 * <p>A server goes away in one of two ways. It <i>drains</i> where nobody comes after it: idle
 * connections end now, others after their current answer. It <i>retires</i> where others are there
 * to go on: a connection that rests is handed over to them, bytes that have arrived meanwhile and
 * all ({@link #leave}); one that cannot be goes on until its next answer, which says that it is the
 * last ({@link #ending}).
 *
 * <p>Methods marked "loop" are called by the event loop, all others by the thread that currently
 * reads or writes: the connection's own or another one, at any one time one reader and one writer.
 */
public final class Connection extends ChannelInboundHandlerAdapter
    implements Duplex, Hub.Gatherer, Retirement.Leaver {

  /**
   * What runs on the connection's virtual thread; when it returns, the connection is finished,
   * unless it rests.
   */
  @FunctionalInterface
  public interface Protocol {
    /** Serves the connection to its end, or until it rests; an exception ends it. */
    void serve(Connection connection) throws IOException;

    /**
     * Whether it answers a connection with a {@link Connection#refusal} in place of serving it; no
     * other ever sees what comes on one.
     */
    default boolean answersRefusals() {
      return false;
    }

    /**
     * Whether its thread runs as soon as bytes have come, while they are in the processor's cache,
     * and not when all sockets of the hub have been looked at.
     */
    default boolean runsAtOnce() {
      return false;
    }
  }

  /** How a server keeps track of its connections; called by the loop. */
  public interface Observer {
    /** Bytes came from the socket. */
    void read(long bytes);

    /** Bytes were given to the socket. */
    void written(long bytes);

    /** The connection is no more, here at least. */
    void closed();

    /** The protocol failed in a way that it did not expect. */
    void failed(Connection connection, Throwable failure);
  }

  private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LINGER_BYTES = 1024 * 1024;
  private static final long LONG_LINGER_NANOS = Duration.ofSeconds(10).toNanos();

  /** How long a peer has to pass on what it got before it learns that there is no more. */
  private static final long RESET_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long a connection that has sent nothing yet may still do so when the server goes away. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(1);

  /** What a connection is about. */
  public enum Activity {
    /** Nothing, between two messages or before the first. */
    IDLE,
    /** A message or its answer. */
    MESSAGE,
    /** A conversation without messages of its own, such as a WebSocket. */
    CONVERSATION,
    /** Streams. */
    STREAMS,
    /** The peer's last bytes. */
    END
  }

  /** Of a connection that was reset before anyone could ask. */
  private static final SocketAddress UNKNOWN = new InetSocketAddress(0);

  private static final long NEVER = Long.MAX_VALUE;

  private static final int LEAST_WANTED = 64;
  private static final byte LF = '\n';

  private final Hub hub;
  private final Channel channel;
  private final Observer observer;
  private final Inbound inbound = new Inbound();
  private final boolean carried;
  private final boolean answersRefusals;
  private final boolean runsAtOnce;
  private final Outbound outbound;

  private volatile SocketAddress remoteAddress;
  private volatile SocketAddress localAddress;

  /** What the next thread runs; null where the protocol is through. */
  private @Nullable Protocol next;

  /** Whether there is no thread, so that whoever has something for it starts one. */
  private final AtomicBoolean resting = new AtomicBoolean(true);

  private volatile @Nullable Thread readWaiter;
  private volatile @Nullable Thread secureWaiter;
  private volatile boolean gone;
  private volatile boolean draining;
  private volatile boolean conversing;
  private volatile boolean idle;
  private volatile long readDeadline = NEVER;
  private volatile boolean expired;

  /**
   * While the connection rests: how many bytes its protocol waits for, where no line ends before
   * that; 0 where it waits for any. The loop's, and that of the threads that it carries.
   */
  private int wanted;

  /** Place among the hub's connections; the hub's alone. */
  int index;

  private volatile boolean readingPaused;
  private volatile @Nullable Tls tls;
  private volatile boolean openToAll = true;
  private volatile boolean staying;
  private volatile @Nullable String applicationProtocol;
  private volatile @Nullable String refusal;
  private @Nullable Supplier<ChannelFuture> farewell;
  private boolean heard;
  private boolean handedOver;
  private @Nullable Successor successor;
  private boolean finishing;
  private boolean resetting;
  private boolean outputEnds;
  private boolean outputShut;
  private boolean peerFinishes;
  private long lingerDeadline = NEVER;
  private long lingered;

  /** Loop: a connection that has just been accepted. */
  public Connection(
      Hub hub, Channel channel, Protocol protocol, Observer observer, Duration writeTimeout) {
    this.hub = hub;
    this.channel = channel;
    this.next = protocol;
    this.answersRefusals = protocol.answersRefusals();
    this.runsAtOnce = protocol.runsAtOnce();
    this.observer = observer;
    this.remoteAddress = address(channel, channel.remoteAddress());
    this.localAddress = address(channel, channel.localAddress());
    this.carried = hub.carriesThreads();
    this.outbound = new Outbound(hub, channel, this, observer, writeTimeout);
  }

  // --- the connection's thread ---

  private void run() {
    outbound.ownedBy(Thread.currentThread());
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
      protocol.serve(this);
      if (next == null && !handedOver) {
        finish();
      }
    } catch (TimeoutException e) {
      close();
    } catch (IOException e) {
      finish(); // What was written before it is still the client's.
    } catch (Throwable e) {
      observer.failed(this, e);
      finish();
    }
  }

  /**
   * The address of the peer, or of the client whose bytes the peer passes on; of a unix socket as a
   * rule without a path.
   */
  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  /** The address that the peer connected to. */
  public SocketAddress localAddress() {
    return localAddress;
  }

  /**
   * Has {@code protocol} go on when there is something to read, when the deadline of {@link
   * #readWithin} has passed, or when nothing more is to be awaited: see {@link #over}. The caller
   * returns at once.
   */
  public void rest(Protocol protocol) {
    next = protocol;
  }

  /**
   * Has {@code protocol} go on as after {@link #rest}, but not before a line has ended, or as much
   * again has come as there is now: it has begun to read a message, and is to begin again.
   */
  public void restForLine(Protocol protocol) {
    next = protocol;
    wanted = Math.max(LEAST_WANTED, inbound.limit() - inbound.position());
  }

  /**
   * Whether the calling thread may rest and let the loop wait in its place: the loop carries it,
   * and nothing ends the wait yet.
   */
  public boolean mayLeave() {
    return outbound.isCarried(Thread.currentThread()) && !over();
  }

  /** Gives the thread up; false where there is something to do already, and so it goes on. */
  private boolean mayRest() {
    resting.set(true);
    if ((inbound.ready() || over()) && resting.compareAndSet(true, false)) {
      wanted = 0;
      return false;
    }
    Retirement retirement = hub.retirement();
    if (retirement != null) {
      hub.loop().execute(() -> retirement.offer(this)); // What it has written is sent before.
    }
    return true;
  }

  /** Makes what has arrived readable; false where nothing has. */
  public boolean take() {
    if (!inbound.take()) {
      return false;
    }
    resumeReading();
    return true;
  }

  /**
   * Whether no wait for the client can do any good: it is gone or late, or an idle wait is ended.
   */
  public boolean over() {
    return gone || inbound.ended() || (draining && idle) || hub.clock() >= readDeadline;
  }

  /** Never that of a unix socket where the connection is TCP: peers on those are trusted more. */
  private static SocketAddress address(Channel channel, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress) {
      return address;
    }
    return channel instanceof SocketChannel ? UNKNOWN : UnixTransport.address(address);
  }

  /** The TLS below; null where there is none. */
  public @Nullable Tls tls() {
    return tls;
  }

  /** What both sides agreed to speak when TLS began; null where they did not. */
  public @Nullable String applicationProtocol() {
    return applicationProtocol;
  }

  /** Why nothing that comes here is to be served; null as a rule. */
  public @Nullable String refusal() {
    return refusal;
  }

  /** Whether the server goes away, whoever comes after it. */
  @Override
  public boolean draining() {
    return draining || hub.retirement() != null;
  }

  /** Whether the server goes away in a way that makes the next answer the last one here. */
  public boolean ending() {
    if (draining) {
      return true;
    }
    Retirement retirement = hub.retirement();
    return retirement != null && (stays() || !retirement.handsOver());
  }

  /** Whether something is known of the connection that no other process can know. */
  private boolean stays() {
    return staying || !openToAll;
  }

  /**
   * Says that what goes on here from now on has no messages after which it could be left to others:
   * whoever leads it is told by the end of an idle wait that the server goes away.
   */
  public void converse() {
    conversing = true;
    if (hub.retirement() != null) {
      draining = true;
    }
  }

  /**
   * The hub's clock: nanoseconds of {@link System#nanoTime()} as of the current batch of events.
   */
  @Override
  public long now() {
    return hub.now();
  }

  @Override
  public void readWithin(Duration time, boolean idle) {
    this.idle = idle;
    this.readDeadline = hub.deadline(time.toNanos());
  }

  @Override
  public void expire(boolean expired) {
    this.expired = expired;
  }

  @Override
  public byte[] array() {
    return inbound.array();
  }

  @Override
  public int position() {
    return inbound.position();
  }

  @Override
  public int limit() {
    return inbound.limit();
  }

  @Override
  public void skip(int count) {
    inbound.skip(count);
  }

  /**
   * Waits for more bytes; what was written is on its way only where it was flushed.
   *
   * @return false at the end of the stream, and where a drain ended an idle wait
   * @throws TimeoutException at the deadline of {@link #readWithin}
   */
  @Override
  public boolean more() throws IOException {
    boolean interrupted = false;
    try {
      while (!inbound.take()) {
        if (gone) {
          throw new ClientGoneException("in the middle of a message");
        }
        if (inbound.ended() || (draining && idle)) {
          return inbound.take();
        }
        if (expired || hub.clock() >= readDeadline) {
          throw new TimeoutException("waiting for the client");
        }
        readWaiter = Thread.currentThread();
        resumeReading(); // Here too: beside another thread, the loop may pause after all was taken.
        if (!inbound.ready()
            && !gone
            && !expired
            && !(draining && idle)
            && hub.clock() < readDeadline) {
          LockSupport.park(this);
        }
        readWaiter = null;
        // Parking returns at once while the flag is up: without this, we would spin on the loop.
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    resumeReading();
    return true;
  }

  /**
   * Waits until a layer below has made the connection secure, where there is one that does: what is
   * written before that could be read by anybody.
   *
   * @return false where the client has left, or the server goes away
   * @throws TimeoutException where it takes longer than that
   */
  public boolean awaitSecure(Duration time) throws TimeoutException {
    readWithin(time, true);
    while (!openToAll && tls == null) {
      if (gone || draining) {
        return false;
      }
      if (hub.clock() >= readDeadline) {
        throw new TimeoutException("in the handshake");
      }
      secureWaiter = Thread.currentThread();
      readWaiter = secureWaiter;
      if (tls == null && !gone && !draining && hub.clock() < readDeadline) {
        LockSupport.park(this);
      }
      readWaiter = null;
      secureWaiter = null;
    }
    return true;
  }

  /**
   * Waits for the first byte of a message, when all that was written before is on its way.
   *
   * @param idle how long; a connection that has {@code served} may be ended by a drain before that,
   *     and one that has not is given a moment then
   * @return false where none comes, so that nothing was asked and nothing is lost
   */
  public boolean awaitMessage(Duration idle, boolean served) throws IOException {
    if (position() < limit()) {
      return true;
    }
    expectMessage(idle, served);
    try {
      return more();
    } catch (ClientGoneException | TimeoutException e) {
      return false;
    }
  }

  /** Sets the time for the first byte of a message as {@link #awaitMessage} does, and returns. */
  public void expectMessage(Duration idle, boolean served) throws IOException {
    awaitWritable();
    if (served || !draining) {
      readWithin(idle, served);
    } else {
      readWithin(FIRST_REQUEST, false);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    outbound.write(bytes, offset, length);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    outbound.write(bytes);
  }

  /**
   * Sends a part of a file, by the kernel where that can be, and waits until it is taken; closes
   * the file in any case.
   */
  public void write(FileChannel file, long offset, long length) throws IOException {
    outbound.write(file, offset, length);
  }

  /**
   * An array with room for {@code length} bytes behind {@link #outboundLength()}; {@link #written}
   * says how many were put there. For encoders, which would otherwise copy twice.
   */
  public byte[] room(int length) {
    return outbound.room(length);
  }

  /** How many bytes wait in the array of {@link #room}. */
  public int outboundLength() {
    return outbound.length();
  }

  /** Says that the array of {@link #room} now holds bytes up to {@code end}. */
  public void written(int end) throws IOException {
    outbound.written(end);
  }

  /** Sends what was written; where the loop carries this thread, as soon as it gives way. */
  @Override
  public void flush() {
    outbound.flush();
  }

  @Override
  public void awaitWritable() throws IOException {
    outbound.awaitWritable();
  }

  @Override
  public Thread fork(Runnable task) {
    Thread second = hub.unstarted(task);
    outbound.companion(second);
    second.start();
    return second;
  }

  /**
   * Ends our side after all that was written, for good: from now on, nobody writes. Reading goes
   * on.
   */
  public void endOutput() {
    if (!gone) {
      byte[] rest = outbound.takeAll();
      hub.loop().execute(() -> endOutputNow(rest));
    }
  }

  /** Whether the peer has reset or closed the connection. */
  public boolean gone() {
    return gone;
  }

  /**
   * Says that the peer sends its message to the end before it reads ours, as web servers do, and
   * takes a reset meanwhile for our failure. So it gets more time at the end of the connection.
   */
  public void expectPeerToFinish() {
    peerFinishes = true;
  }

  /**
   * Leaves the connection to {@code next}, which gets what has arrived and nobody has read. For a
   * thread that has written nothing, and that does nothing more here.
   */
  public void handOver(Successor next) {
    handedOver = true;
    hub.loop().execute(() -> takeOver(next));
  }

  /** Ends the connection after all that was written, giving the peer time to read it. */
  private void finish() {
    if (gone) {
      return;
    }
    byte[] rest = outbound.takeAll();
    hub.loop().execute(() -> finishNow(rest));
  }

  private void close() {
    if (!gone) {
      hub.loop().execute(this::sever);
    }
  }

  /**
   * Has the end of the connection, to which the calling thread goes on, be a reset, so that the
   * peer cannot take what it has for the whole.
   *
   * <p>That comes a moment after what was written: a web server that sees the beginning and the
   * failure at once may make a whole response of it, because it has told its client nothing yet.
   */
  public void reset() {
    hub.loop()
        .execute(() -> {
          resetting = true;
          endWithReset();
        });
  }

  // --- the successor ---

  /** The hub, whose threads a successor serves its streams on. */
  public Hub hub() {
    return hub;
  }

  /**
   * Has the loop call {@link Successor#flush} as soon as the thread that runs now gives way; for
   * the loop and the threads that it carries.
   */
  public void flushLater() {
    hub.flushLater(this);
  }

  /** Where the bytes to send are allocated. */
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** Loop: sends bytes of the successor. */
  public void send(ByteBuf bytes) {
    observer.written(bytes.readableBytes());
    channel.writeAndFlush(bytes, channel.voidPromise());
  }

  /** Loop: how many bytes the socket layer takes before it is full. */
  public long sendable() {
    return channel.bytesBeforeUnwritable();
  }

  /** Loop: how many bytes the client has to read before the socket layer takes more again. */
  public long surplus() {
    return channel.bytesBeforeWritable();
  }

  /** Loop: ends the connection after all that was sent, giving the peer time to read it. */
  public void end() {
    if (!finishing) {
      finishNow(new byte[0]);
    }
  }

  /** Loop: ends the connection at once because of a fault of ours. */
  public void fail(Throwable fault) {
    observer.failed(this, fault);
    sever();
  }

  // --- the loop ---

  private void takeOver(Successor next) {
    if (gone) {
      return;
    }
    successor = next;
    channel.pipeline().addLast(next.handler());
    ChannelHandlerContext context = channel.pipeline().context(this);
    context.fireChannelRead(Unpooled.wrappedBuffer(inbound.takeAll()));
    inbound.releaseIdle();
    context.fireChannelReadComplete();
    if (inbound.ended()) {
      context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
    if (draining()) {
      next.drain();
    }
    readingPaused = false;
    channel.config().setAutoRead(true);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    hub.add(this);
    context.channel().closeFuture().addListener(closed -> channelClosed());
  }

  /** Loop: the peer has said, before anything else, whose bytes it passes on. */
  public void onBehalfOf(SocketAddress client, SocketAddress server) {
    remoteAddress = client;
    localAddress = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    wakeReader();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    observer.read(count);
    heard = true;
    if (successor != null && !finishing) {
      context.fireChannelRead(bytes);
      return;
    }
    try {
      if (finishing) {
        lingered += count;
        if (lingered > LINGER_BYTES && !peerFinishes) {
          sever();
        }
      } else {
        if (wanted > 0 && bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), LF) >= 0) {
          wanted = 0;
        }
        if (inbound.append(bytes, hub.spareArray())) {
          readingPaused = true;
          channel.config().setAutoRead(false);
        }
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (successor != null) {
      context.fireChannelReadComplete();
    } else if (inbound.ready(wanted)) {
      if (runsAtOnce) {
        hub.runAtOnce(this);
        if (nobodyReads()) {
          inbound.giveTo(hub.spareArray());
        }
      } else {
        wakeReader();
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      if (finishing && !resetting) {
        sever();
      }
      inbound.end();
      wakeReader();
    }
    if (successor != null) {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    outbound.updateWritable();
    if (successor != null) {
      context.fireChannelWritabilityChanged();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      observer.failed(this, cause);
    }
    sever();
  }

  private void channelClosed() {
    gone = true;
    hub.remove(this);
    observer.closed();
    wakeReader();
    outbound.end();
  }

  /** Loop: there is something for the thread that reads, or for one that is yet to begin. */
  void wakeReader() {
    Thread waiter = readWaiter;
    if (waiter != null) {
      LockSupport.unpark(waiter);
    } else if (resting.get() && resting.compareAndSet(true, false)) {
      wanted = 0;
      hub.unstarted(this::run).start();
    }
  }

  /** Loop: sends what the connection's threads gathered before they gave way. */
  @Override
  public void flushNow() {
    if (successor == null) {
      outbound.flushNow();
    } else {
      successor.flush();
    }
  }

  private void finishNow(byte[] rest) {
    finishing = true;
    if (gone) {
      return;
    }
    outbound.expectProgress();
    if (!outputEnds) {
      endOutputNow(rest);
    } else if (outputShut) {
      awaitPeer();
    }
  }

  private void endOutputNow(byte[] rest) {
    outputEnds = true;
    if (gone) {
      return;
    }
    if (farewell != null && tls == null) {
      sever(); // Nothing was said yet, and nothing could be sent before the handshake.
      return;
    }
    observer.written(rest.length);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(rest))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (!written.isSuccess()) {
                    sever();
                  } else if (farewell == null || resetting) {
                    shutOutput();
                  } else {
                    farewell.get().addListener(said -> shutOutput());
                  }
                });
  }

  private void shutOutput() {
    if (gone) {
      return;
    }
    outputShut = true;
    if (!resetting) {
      if (finishing && inbound.ended()) {
        sever();
        return;
      }
      ((DuplexChannel) channel).shutdownOutput();
    }
    if (finishing) {
      awaitPeer();
    }
  }

  /** A reset at once would take the end of what was sent from a peer that still sends. */
  private void awaitPeer() {
    if (inbound.ended() && !resetting) {
      sever();
      return;
    }
    outbound.expectNothing();
    if (farewell != null) {
      channel.pipeline().addFirst(new LastBytes(this));
    }
    if (resetting) {
      lingerDeadline = hub.deadline(RESET_NANOS);
    } else {
      lingerDeadline = hub.deadline(peerFinishes ? LONG_LINGER_NANOS : LINGER_NANOS);
    }
    channel.config().setAutoRead(true);
  }

  /** Loop: looks at the deadlines, and gives back the memory of a connection that is idle. */
  void tick(long clock) {
    if (nobodyReads()) {
      inbound.releaseIdle();
      outbound.releaseIdle();
    }
    if (clock >= readDeadline) {
      wakeReader();
    }
    if (successor != null && !finishing) {
      successor.tick(clock);
    }
    Retirement retirement = hub.retirement();
    if (retirement != null && resting.get()) {
      retirement.offer(this);
    }
    if (clock >= lingerDeadline || (outbound.late(clock) && finishing)) {
      sever();
    }
  }

  /** Loop: whether no thread is in the middle of what has arrived, and none can begin meanwhile. */
  private boolean nobodyReads() {
    Thread waiting = readWaiter;
    return carried && (resting.get() || (waiting != null && outbound.isCarried(waiting)));
  }

  /**
   * Loop: the server goes away; an idle connection ends now, another after its current answer. The
   * first request of a new one may be on its way.
   */
  void drain() {
    draining = true;
    if (!heard) {
      readDeadline = Math.min(readDeadline, hub.deadline(FIRST_REQUEST.toNanos()));
    }
    wakeReader();
    if (successor != null) {
      successor.drain();
    }
  }

  /** Loop: the server goes away, and others are there to go on. */
  void retire() {
    if (conversing || successor != null) {
      drain();
    }
  }

  /**
   * Loop: leaves to whoever reads from that queue, where it rests and nothing is on its way through
   * this process. What arrives from now on stays in the kernel for them.
   */
  @Override
  public @Nullable Outcome leave(HandOverWriter queue, long now) {
    if (draining || stays() || !resting.get() || !resting.compareAndSet(true, false)) {
      return null;
    }
    Outcome outcome =
        inbound.isEmpty() && outbound.isEmpty() && !gone && !over()
            ? queue.offer(outbound.descriptor(), now)
            : null;
    if (outcome == Outcome.TAKEN) {
      sever(); // Here alone: the queue has the socket too.
    } else {
      resting.set(true);
      if (inbound.ready(wanted) || over()) {
        wakeReader();
      }
    }
    return outcome;
  }

  /** Loop: what is going on. */
  Activity activity() {
    if (finishing) {
      return Activity.END;
    }
    if (successor != null) {
      return Activity.STREAMS;
    }
    if (conversing) {
      return Activity.CONVERSATION;
    }
    // It may rest in the middle of a message, too.
    return resting.get() && inbound.isEmpty() ? Activity.IDLE : Activity.MESSAGE;
  }

  /** Loop: the server ends, whatever the connection was about; a part must not look whole then. */
  void abandon() {
    if (!finishing) {
      endWithReset();
    }
    sever();
  }

  private void endWithReset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
  }

  /**
   * Loop: the connection ends at once. No layer may say a last word, by which the peer could take
   * what it has for the whole.
   */
  public void sever() {
    channel.unsafe().close(channel.newPromise());
  }

  /**
   * Loop: a layer below changes what is sent, so that the kernel cannot send files by itself.
   *
   * @param farewell what the layer sends after everything else, before the output is shut
   */
  public void encoded(Supplier<ChannelFuture> farewell) {
    this.farewell = farewell;
    outbound.copyFiles();
  }

  /** Loop: a layer below knows something of the connection that nobody else can. */
  public void stay() {
    staying = true;
  }

  /** Loop: a layer below will make the connection secure, or end it. */
  public void expectSecurity() {
    openToAll = false;
  }

  /**
   * Loop: a layer below has made the connection secure; before that, nothing is read from it.
   *
   * @param protocol what both sides agreed to speak (ALPN, RFC 7301); null where they did not
   */
  public void secured(Tls tls, @Nullable String protocol) {
    this.tls = tls;
    this.applicationProtocol = protocol;
    Thread waiter = secureWaiter;
    if (waiter != null) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Loop: a layer below found that nothing that comes here is to be served, and why.
   *
   * @return whether the protocol answers that; else the connection has ended, and what came on it
   *     is not to be passed on
   */
  public boolean refuse(String why) {
    if (answersRefusals) {
      refusal = why;
    } else {
      sever();
    }
    return answersRefusals;
  }

  private void resumeReading() {
    if (readingPaused) {
      readingPaused = false;
      hub.loop().execute(() -> channel.config().setAutoRead(true));
    }
  }
}

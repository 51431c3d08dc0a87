package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import net.brim.api.Tls;
import net.brim.engine.hub.HandOverWriter.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its first thread to its end; blocking code reads and writes it as a {@link
 * ChannelDuplex}.
 *
 * <p>Between messages it may do without a thread: the protocol says {@link #rest} and returns, and
 * goes on, on a new thread, when there is something to read.
 *
 * <pre>
 *                 ┌── rest() ──┐
 *                 ▼            │
 *   accepted ► RESTING ────► SERVED ── the protocol returns ──► FINISHING ──► CLOSED
 *                 │            └── handOver() ──► STREAMS ── end() ──┘          ▲
 *                 └── leave(): another process goes on ────────────────────────┤
 *   anywhere: close(), sever(), the peer's reset ──────────────────────────────┘
 * </pre>
 *
 * <p>{@link Turns} are its threads, {@link Finish} is how it ends, {@link LayersBelow} tell of TLS.
 * A protocol of many streams leaves its thread by {@link #handOver}: from then on, a {@link
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
public final class Connection extends ChannelDuplex implements Retirement.Leaver {

  private final Turns turns;
  private final boolean answersRefusals;
  private final boolean runsAtOnce;

  private volatile SocketAddress remoteAddress;
  private volatile SocketAddress localAddress;

  /** Place among the hub's connections; the hub's alone. */
  int index;

  private volatile boolean conversing;
  private volatile @Nullable LayersBelow below;
  private boolean heard;
  private boolean peerFinishes;
  private @Nullable Successor successor;
  private @Nullable Finish finish;

  /** Loop: a connection that has just been accepted. */
  public Connection(
      Hub hub, Channel channel, Protocol protocol, Observer observer, Duration writeTimeout) {
    super(hub, channel, observer, writeTimeout);
    this.turns = new Turns(this, protocol);
    this.answersRefusals = protocol.answersRefusals();
    this.runsAtOnce = protocol.runsAtOnce();
    this.remoteAddress = Transport.address(channel, channel.remoteAddress());
    this.localAddress = Transport.address(channel, channel.localAddress());
  }

  // --- what is known of it ---

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

  /** The TLS below; null where there is none. */
  public @Nullable Tls tls() {
    LayersBelow layers = below;
    return layers == null ? null : layers.tls();
  }

  /** What both sides agreed to speak when TLS began; null where they did not. */
  public @Nullable String applicationProtocol() {
    LayersBelow layers = below;
    return layers == null ? null : layers.applicationProtocol();
  }

  /** Why nothing that comes here is to be served; null as a rule. */
  public @Nullable String refusal() {
    LayersBelow layers = below;
    return layers == null ? null : layers.refusal();
  }

  // --- its thread ---

  /**
   * Has {@code protocol} go on when there is something to read, when the deadline of {@link
   * #readWithin} has passed, or when nothing more is to be awaited: see {@link #over}. The caller
   * returns at once.
   */
  public void rest(Protocol protocol) {
    turns.rest(protocol);
  }

  /**
   * Has {@code protocol} go on as after {@link #rest}, but not before a line has ended, or as much
   * again has come as there is now: it has begun to read a message, and is to begin again.
   */
  public void restForLine(Protocol protocol) {
    turns.restForLine(protocol);
  }

  /**
   * Whether the calling thread may rest and let the loop wait in its place: the loop carries it,
   * and nothing ends the wait yet.
   */
  public boolean mayLeave() {
    return outbound.isCarried(Thread.currentThread()) && !over();
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
    LayersBelow layers = below;
    return layers == null || layers.awaitSecure();
  }

  /**
   * Says that what goes on here from now on has no messages after which it could be left to others:
   * whoever leads it is told by the end of an idle wait that the server goes away.
   */
  public void converse() {
    conversing = true;
    if (hub.retirement() != null) {
      endIdleWaits();
    }
  }

  /** Its thread is given up; called by that as the last thing. */
  void rested() {
    Retirement retirement = hub.retirement();
    if (retirement != null) {
      hub.loop().execute(() -> retirement.offer(this)); // What it has written is sent before.
    }
  }

  // --- its end ---

  /**
   * Ends our side after all that was written, for good: from now on, nobody writes. Reading goes
   * on.
   */
  public void endOutput() {
    if (!gone()) {
      byte[] rest = outbound.takeAll();
      hub.loop().execute(() -> finish().endOutput(rest));
    }
  }

  /** Ends the connection after all that was written, giving the peer time to read it. */
  void conclude() {
    if (!gone()) {
      byte[] rest = outbound.takeAll();
      hub.loop().execute(() -> finish().begin(rest));
    }
  }

  /** Ends the connection at once. */
  void close() {
    if (!gone()) {
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
    hub.loop().execute(() -> finish().reset());
  }

  /**
   * Says that the peer sends its message to the end before it reads ours, as web servers do, and
   * takes a reset meanwhile for our failure. So it gets more time at the end of the connection.
   */
  public void expectPeerToFinish() {
    peerFinishes = true;
  }

  /** Loop: how the connection ends; made only when the time has come. */
  private Finish finish() {
    if (finish == null) {
      finish = new Finish(this, below, peerFinishes);
    }
    return finish;
  }

  /** Loop: whether it ends, so that what comes from the peer is for nobody any more. */
  private boolean finishing() {
    return finish != null && finish.begun();
  }

  // --- the successor ---

  /**
   * Leaves the connection to {@code next}, which gets what has arrived and nobody has read. For a
   * thread that has written nothing, and that does nothing more here.
   */
  public void handOver(Successor next) {
    turns.leave();
    hub.loop().execute(() -> takeOver(next));
  }

  private void takeOver(Successor next) {
    if (gone()) {
      next.closed();
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
    readOn();
  }

  /** Loop: ends the connection after all that was sent, giving the peer time to read it. */
  public void end() {
    if (!finishing()) {
      finish().begin(new byte[0]);
    }
  }

  /** Loop: ends the connection at once because of a fault of ours. */
  public void fail(Throwable fault) {
    observer.failed(this, fault);
    sever();
  }

  // --- the channel, below ---

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    hub.add(this);
    context.channel().closeFuture().addListener(closed -> channelClosed());
  }

  private void channelClosed() {
    lost();
    hub.remove(this);
    observer.closed();
    turns.wake();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    turns.wake();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    observer.read(count);
    heard = true;
    boolean finishing = finishing();
    if (successor != null && !finishing) {
      context.fireChannelRead(bytes);
      return;
    }
    try {
      if (finishing) {
        finish().received(count);
      } else {
        turns.lookForLine(bytes);
        arrived(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (successor != null) {
      context.fireChannelReadComplete();
    } else if (turns.somethingCame()) {
      if (runsAtOnce) {
        hub.runAtOnce(turns);
        if (turns.nobodyReads()) {
          inbound.giveTo(hub.spareArray());
        }
      } else {
        turns.wake();
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      if (finish != null) {
        finish.peerEnded();
      }
      inbound.end();
      turns.wake();
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

  // --- the layers below ---

  /** Loop: the peer has said, before anything else, whose bytes it passes on. */
  public void onBehalfOf(SocketAddress client, SocketAddress server) {
    remoteAddress = client;
    localAddress = server;
  }

  /** Loop: what the layers below say of the connection; the first of them has it made. */
  public LayersBelow layersBelow() {
    LayersBelow known = below;
    if (known == null) {
      known = new LayersBelow(this, answersRefusals);
      below = known;
    }
    return known;
  }

  // --- the hub ---

  /** Loop: sends what the connection's threads gathered before they gave way. */
  @Override
  public void flushNow() {
    if (successor == null) {
      outbound.flushNow();
    } else {
      successor.flush();
    }
  }

  /** Loop: looks at the deadlines, and gives back the memory of a connection that is idle. */
  void tick(long clock) {
    if (turns.nobodyReads()) {
      releaseIdle();
    }
    if (late()) {
      turns.wake();
    }
    if (successor != null && !finishing()) {
      successor.tick(clock);
    }
    Retirement retirement = hub.retirement();
    if (retirement != null && turns.resting()) {
      retirement.offer(this);
    }
    boolean stuck = outbound.late(clock);
    if (finish != null) {
      finish.tick(clock, stuck);
    }
  }

  /** Loop: what is going on. */
  Activity activity() {
    if (finishing()) {
      return Activity.END;
    }
    if (successor != null) {
      return Activity.STREAMS;
    }
    if (conversing) {
      return Activity.CONVERSATION;
    }
    // It may rest in the middle of a message, too.
    return turns.resting() && inbound.isEmpty() ? Activity.IDLE : Activity.MESSAGE;
  }

  // --- the server goes away ---

  /** Whether the server goes away, whoever comes after it. */
  @Override
  public boolean draining() {
    return idleWaitsEnd() || hub.retirement() != null;
  }

  /** Whether the server goes away in a way that makes the next answer the last one here. */
  public boolean ending() {
    if (idleWaitsEnd()) {
      return true;
    }
    Retirement retirement = hub.retirement();
    return retirement != null && (stays() || !retirement.handsOver());
  }

  private boolean stays() {
    LayersBelow layers = below;
    return layers != null && layers.stays();
  }

  /**
   * Loop: the server goes away; an idle connection ends now, another after its current answer. The
   * first request of a new one may be on its way.
   */
  void drain() {
    endIdleWaits();
    if (!heard) {
      hurry();
    }
    turns.wake();
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
    if (idleWaitsEnd() || stays() || !turns.hold()) {
      return null;
    }
    Outcome outcome =
        inbound.isEmpty() && outbound.isEmpty() && !over()
            ? queue.offer(outbound.descriptor(), now)
            : null;
    if (outcome == Outcome.TAKEN) {
      sever(); // Here alone: the queue has the socket too.
    } else {
      turns.release();
    }
    return outcome;
  }

  /** Loop: the server ends, whatever the connection was about; a part must not look whole then. */
  void abandon() {
    if (!finishing()) {
      endWithReset();
    }
    sever();
  }
}

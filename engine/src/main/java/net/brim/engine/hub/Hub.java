package net.brim.engine.hub;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One event-loop thread with the virtual threads that it carries.
 *
 * <pre>
 *   sockets ready ──► Connection.channelRead ──► bytes into Inbound, its thread made ready
 *                                                       │
 *        ┌───────────── run(): each ready thread ◄──────┘
 *        ▼
 *   thread parks or ends ──► connections that wrote are flushed, one system call each
 * </pre>
 *
 * <p>While a virtual thread runs here, the loop does nothing else, so what only the loop and its
 * threads touch needs no locks. A flush waits until the thread gives way: all answers to a batch of
 * reads leave together.
 */
public final class Hub {

  /** How often deadlines are looked at: a timeout may come this much late. */
  private static final long TICK_MILLIS = 100;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

  /** The most that the time between two ticks counts for. */
  private static final long LONGEST_TICK = 5 * TICK;

  /** How long connections are looked at without a pause, and the pause. */
  private static final long LONGEST_LOOK = TimeUnit.MICROSECONDS.toNanos(200);

  private static final long LOOK_PAUSE_MILLIS = 4;

  /** How many are looked at between looks at the time. */
  private static final int LOOKS = 16;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final LongConsumer pulse;
  private final MultiThreadIoEventLoopGroup group;
  private final IoEventLoop loop;
  private final boolean carriesThreads;
  private final Thread.Builder.OfVirtual threads;

  /** Virtual threads made ready by the loop itself; touched by the loop only. */
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  /** What has gathered something to send; touched by the loop and the threads that it carries. */
  private final ArrayDeque<Gatherer> unflushed = new ArrayDeque<>();

  private final DirectSender sender = new DirectSender();
  private final SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer();
  private final SpareArray spareArray = new SpareArray();

  private final ArrayList<Connection> connections = new ArrayList<>();
  private final Thread loopThread;
  private boolean running;

  private volatile long now = System.nanoTime();

  /** Time for deadlines: it stands still while the loop does, whose clients can do nothing then. */
  private volatile long clock;

  private long lastTick = now;

  /** The next connection that is to be looked at; less than 0 where all were. */
  private int unlooked = -1;

  private volatile @Nullable Retirement retirement;

  /** Something that gathers what its threads send until they give way. */
  public interface Gatherer {

    /** Loop: the threads that gathered have given way. */
    void flushNow();
  }

  /**
   * Starts a hub on the given transport.
   *
   * @param pulse told the time, of {@link System#nanoTime()}, at the start and at each tick
   */
  public Hub(Transport transport, LongConsumer pulse) {
    this(transport, pulse, LoopThreads.available());
  }

  Hub(Transport transport, LongConsumer pulse, boolean carriesThreads) {
    this.pulse = pulse;
    var factory = new DefaultThreadFactory("hub-" + NUMBER.getAndIncrement(), true);
    this.group = new MultiThreadIoEventLoopGroup(1, factory, transport.ioHandler());
    group.terminationFuture().addListener(ended -> memoryEnds());
    this.loop = group.next();
    this.carriesThreads = carriesThreads;
    this.threads =
        (carriesThreads ? LoopThreads.on(scheduler()) : Thread.ofVirtual())
            .inheritInheritableThreadLocals(false);
    this.loopThread = loop.submit(Thread::currentThread).syncUninterruptibly().getNow();
    pulse.accept(now);
    var _ =
        loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The loop, to register channels with. */
  public EventLoop loop() {
    return loop;
  }

  /** The same loop, to register what is no channel. */
  IoEventLoop handles() {
    return loop;
  }

  /**
   * Nanoseconds as {@link System#nanoTime()} counts them, as old as the current batch of events.
   */
  public long now() {
    return now;
  }

  /** Nanoseconds that deadlines are held against, as of the last tick. */
  public long clock() {
    return clock;
  }

  /** The value of {@link #clock} when {@code nanos} have passed from now on. */
  public long deadline(long nanos) {
    return clock + TICK + nanos;
  }

  /** For the loop and the threads that it carries. */
  DirectSender sender() {
    return sender;
  }

  /** What connections receive into that have no layer below them. */
  SharedReceiveBuffer receiveBuffer() {
    return receiveBuffer;
  }

  /** Loop: what connections that have read all leave to those that receive. */
  SpareArray spareArray() {
    return spareArray;
  }

  /** A virtual thread of this hub. */
  public Thread unstarted(Runnable task) {
    return threads.unstarted(task);
  }

  /** Whether the hub's threads never run beside the loop. */
  public boolean carriesThreads() {
    return carriesThreads;
  }

  /**
   * Flushes {@code gatherer} as soon as the thread that runs now gives way; called by threads
   * carried here.
   */
  public void flushLater(Gatherer gatherer) {
    unflushed.add(gatherer);
  }

  /**
   * Loop: has the connection's thread run now, unless others wait for their turn already: what came
   * for it is still in the processor's cache.
   */
  void runAtOnce(Turns turns) {
    if (running || !carriesThreads) {
      turns.wake();
    } else {
      running = true;
      turns.wake();
      run();
    }
  }

  void add(Connection connection) {
    connection.index = connections.size();
    connections.add(connection);
  }

  void remove(Connection connection) {
    // The last one takes its place, so that leaving costs the same among ten and among ten
    // thousand.
    Connection last = connections.removeLast();
    if (connection.index < connections.size()) {
      connections.set(connection.index, last);
      last.index = connection.index;
    }
  }

  /** Tells every connection of this hub that the server goes away. */
  public void drain() {
    loop.execute(() -> List.copyOf(connections).forEach(Connection::drain));
  }

  /**
   * Tells every connection of this hub that others are there to go on, and hands over those that
   * are idle, now or later.
   *
   * @param queue null where nothing can be handed over
   */
  void retire(@Nullable HandOverWriter queue) {
    loop.execute(() -> {
      var begun =
          new Retirement(
              connections,
              queue,
              next -> loop.schedule(next, LOOK_PAUSE_MILLIS, TimeUnit.MILLISECONDS),
              System::nanoTime);
      if (retirement != null) {
        retirement.end();
      }
      retirement = begun;
      List.copyOf(connections).forEach(Connection::retire);
      begun.begin();
    });
  }

  /** How the connections leave; null where they do not have to. */
  @Nullable Retirement retirement() {
    return retirement;
  }

  /** What each of the connections is about now. */
  Future<List<Activity>> activities() {
    return loop.submit(() -> connections.stream().map(Connection::activity).toList());
  }

  /** Severs what is left and ends the loop. */
  public void close() {
    // Before the loop is told to end: it closes what is left in its own way, and a part looks
    // whole.
    loop.submit(() -> List.copyOf(connections).forEach(Connection::abandon))
        .awaitUninterruptibly(2, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private void memoryEnds() {
    receiveBuffer.close();
    sender.close();
  }

  /** What the JDK calls to have a virtual thread of ours run on. */
  private Executor scheduler() {
    return continuation -> {
      if (Thread.currentThread().equals(loopThread)) {
        ready.add(continuation);
        if (!running) {
          running = true;
          loop.execute(this::run);
        }
      } else {
        try {
          loop.execute(() -> {
            now = System.nanoTime();
            continuation.run();
            flush();
          });
        } catch (RejectedExecutionException e) {
          // The hub is closed. The caller may be a thread of the JDK's, which must not see this; a
          // thread of ours that goes on all the same finds its connection gone.
          Thread.ofPlatform().daemon().name("closed-hub").start(continuation);
        }
      }
    };
  }

  private void run() {
    now = System.nanoTime();
    try {
      // No more than are ready now: one that yields comes again after the sockets had their turn.
      for (int left = ready.size(); left > 0; left--) {
        ready.remove().run();
      }
    } finally {
      running = !ready.isEmpty();
      if (running) {
        loop.execute(this::run);
      }
      flush();
    }
  }

  private void flush() {
    Gatherer gatherer;
    while ((gatherer = unflushed.poll()) != null) {
      gatherer.flushNow();
    }
  }

  private void tick() {
    long tick = System.nanoTime();
    long time = clock + Math.min(tick - lastTick, LONGEST_TICK);
    now = tick;
    lastTick = tick;
    clock = time;
    pulse.accept(tick);
    if (unlooked < 0) {
      unlooked = connections.size() - 1;
      look();
    } // Else the last look is not over yet, and goes on.
  }

  /**
   * Looks at connections one after the other, with pauses in which those that have something to say
   * get their turn: ten thousand at once would keep them for milliseconds, and for much longer
   * where all have to be cut.
   */
  private void look() {
    long start = System.nanoTime();
    int looks = 0;
    // Backwards, because a connection that ends in its tick leaves the list.
    for (; unlooked >= 0; unlooked--) {
      if (++looks % LOOKS == 0 && System.nanoTime() - start > LONGEST_LOOK) {
        var _ = loop.schedule(this::look, LOOK_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
      if (unlooked < connections.size()) {
        connections.get(unlooked).tick(clock);
      }
    }
  }
}

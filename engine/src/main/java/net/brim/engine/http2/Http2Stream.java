package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.engine.hub.Duplex;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Inbound;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One stream as blocking code sees it: bytes to read, a head and bytes to write, deadlines.
 *
 * <pre>
 *   client's side   OPEN ── END_STREAM ──────────► ENDED ─┐
 *                                                         ├─► both: closed
 *   our side        OPEN ── head, content, end ──► ENDED ─┘
 *
 *   a reset, by either side, or the end of the connection ──► closed, with a failure
 * </pre>
 *
 * <p>Methods marked "loop" are called by the event loop, all others by the thread that currently
 * reads or writes.
 */
final class Http2Stream implements Duplex {

  /** Where threads say that they have changed a stream. */
  interface Changes {
    /** Any thread: there is something to do for that stream. */
    void changed(Http2Stream stream);

    /** The window that a new stream has. */
    int streamWindow();
  }

  /** Content that a writer may have unsent before it waits. */
  private static final int HIGH_WATER = 64 * 1024;

  /** Bytes read before their window is given back without a wait for more. */
  private static final int LOW_WATER = 16 * 1024;

  private static final long NEVER = Long.MAX_VALUE;

  private final int id;
  private final Changes changes;
  private final Hub hub;
  private final long timeoutNanos;
  private final long startNanos = System.nanoTime();
  private final Inbound inbound = new Inbound();
  private final Outgoing outgoing = new Outgoing();
  private final ReceiveWindow window = new ReceiveWindow();

  private @Nullable RequestHead head;
  private @Nullable IOException refusal;
  private volatile Headers trailers = HeaderList.of();

  // What the loop and the thread tell each other.
  private volatile @Nullable Thread thread;
  private volatile @Nullable Thread companion;
  private volatile @Nullable Thread readWaiter;
  private volatile @Nullable Thread writeWaiter;
  private volatile @Nullable IOException failure;
  private volatile long readDeadline = NEVER;
  private volatile boolean expired;
  private volatile boolean idle;
  private volatile boolean draining;
  private volatile boolean dirty;
  private int taken;
  private boolean wanting;
  private volatile @Nullable Http2Error aborted;

  // The loop's own.
  private boolean remoteOpen;
  private int sendWindow;
  private boolean listed;
  private long received;
  private boolean discarding;
  private long discarded;
  private long sendDeadline = NEVER;

  /** Loop: a stream that the client has just opened. */
  Http2Stream(int id, Hub hub, Changes changes, boolean ended, Duration timeout) {
    this.id = id;
    this.hub = hub;
    this.changes = changes;
    this.remoteOpen = !ended;
    this.sendWindow = changes.streamWindow();
    this.timeoutNanos = timeout.toNanos();
    if (ended) {
      inbound.end();
    }
  }

  int id() {
    return id;
  }

  long startNanos() {
    return startNanos;
  }

  /** Loop: what is asked. */
  void head(RequestHead head) {
    this.head = head;
  }

  /** Loop: why what is asked is not done. */
  void refusal(IOException refusal) {
    this.refusal = refusal;
  }

  @Nullable RequestHead head() {
    return head;
  }

  @Nullable IOException refusal() {
    return refusal;
  }

  // --- the thread ---

  /** Says which thread serves it. */
  void thread(@Nullable Thread serving) {
    thread = serving;
  }

  /** Whether that thread serves it. */
  boolean isServedBy(Thread other) {
    return other.equals(thread) || other.equals(companion);
  }

  /** Why nothing more can be read or written; null where it can. */
  @Nullable IOException failure() {
    return failure;
  }

  /** What came behind the body; empty before its end. */
  Headers trailers() {
    return trailers;
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
    boolean enough;
    synchronized (window) {
      taken += count;
      enough = taken >= LOW_WATER;
    }
    if (enough) {
      changed();
    }
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
  public boolean more() throws IOException {
    boolean interrupted = false;
    try {
      while (!inbound.take()) {
        throwFailure();
        if (inbound.ended() || (draining && idle)) {
          return inbound.take();
        }
        if (expired || hub.clock() >= readDeadline) {
          throw new TimeoutException("waiting for the client");
        }
        want();
        readWaiter = Thread.currentThread();
        if (!inbound.ready()
            && failure == null
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
    return true;
  }

  /** Has the client told that there is room again, more where we wait for the first time. */
  private void want() {
    boolean news;
    synchronized (window) {
      news = taken > 0 || !wanting;
      wanting = true;
    }
    if (news) {
      changed();
    }
  }

  /** Tells the client to go on with the body that it announced. */
  void sendContinue() throws IOException {
    throwFailure();
    outgoing.interim();
    changed();
  }

  /** Sends the head of a response. */
  void send(Http2Headers headers) throws IOException {
    throwFailure();
    outgoing.head(headers);
    changed();
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    write(Arrays.copyOfRange(bytes, offset, offset + count));
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    throwFailure();
    outgoing.add(bytes);
    changed();
    awaitWritable();
  }

  /** Ends the response after what was written. */
  void end() throws IOException {
    throwFailure();
    outgoing.end();
    changed();
  }

  /** Ends the stream at once, whatever was written; the first to say why is heard. */
  void abort(Http2Error why) {
    if (aborted == null) {
      aborted = why;
      changed();
    }
  }

  /** What was written is on its way as soon as this thread gives way. */
  @Override
  public void flush() {}

  @Override
  public boolean draining() {
    return draining;
  }

  @Override
  public long now() {
    return hub.now();
  }

  @Override
  public Thread fork(Runnable task) {
    Thread second = hub.unstarted(task);
    companion = second;
    second.start();
    return second;
  }

  @Override
  public void awaitWritable() throws IOException {
    boolean interrupted = false;
    try {
      while (outgoing.queued() > HIGH_WATER && failure == null) {
        writeWaiter = Thread.currentThread();
        if (outgoing.queued() > HIGH_WATER && failure == null) {
          LockSupport.park(this);
        }
        writeWaiter = null;
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throwFailure();
  }

  private void throwFailure() throws IOException {
    IOException why = failure;
    if (why != null) {
      throw why;
    }
  }

  private void changed() {
    if (!dirty) {
      dirty = true;
      changes.changed(this);
    }
  }

  // --- the loop ---

  /** Loop: begins to look at what the thread did; what it does from now on is told anew. */
  void look() {
    dirty = false;
  }

  /** Loop: what the thread wants the stream to end with; null where it does not. */
  @Nullable Http2Error aborted() {
    return aborted;
  }

  ReceiveWindow window() {
    return window;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  /** Loop: how many bytes were read since the last time. */
  int taken() {
    synchronized (window) {
      int count = taken;
      taken = 0;
      return count;
    }
  }

  /** Loop: whether the body is wanted, so that a large window is worth its memory. */
  boolean isWanting() {
    synchronized (window) {
      return wanting;
    }
  }

  boolean isRemoteOpen() {
    return remoteOpen;
  }

  /** Loop: a part of the body has arrived. */
  void receive(ByteBuf data) {
    received += data.readableBytes();
    if (discarding) {
      discarded += data.readableBytes();
    } else {
      var _ = inbound.append(data);
      wake(readWaiter);
    }
  }

  /** Loop: nobody wants the rest of the body, which may take until then. */
  void discard(long deadline) {
    discarding = true;
    sendDeadline = deadline;
  }

  boolean isDiscarding() {
    return discarding;
  }

  /** Loop: how many bytes were thrown away. */
  long discarded() {
    return discarded;
  }

  /** Loop: how many bytes of the body have arrived. */
  long received() {
    return received;
  }

  /** Loop: the body is complete. */
  void endRemote(@Nullable Headers fields) {
    if (fields != null) {
      trailers = fields;
    }
    remoteOpen = false;
    inbound.end();
    wake(readWaiter);
  }

  int sendWindow() {
    return sendWindow;
  }

  /** Loop: the window grows or, by new settings, shrinks; false where it would be too large. */
  boolean changeSendWindow(int change) {
    long changed = (long) sendWindow + change;
    if (changed > Integer.MAX_VALUE) {
      return false;
    }
    sendWindow = (int) changed;
    return true;
  }

  boolean isListed() {
    return listed;
  }

  void listed(boolean now) {
    listed = now;
  }

  /** Loop: something of it went out, or was added where nothing waited. */
  void progress() {
    if (!discarding) {
      sendDeadline = outgoing.pending() ? hub.deadline(timeoutNanos) : NEVER;
    }
    if (outgoing.queued() <= HIGH_WATER) {
      wake(writeWaiter);
    }
  }

  /** Loop: makes sure that there is a deadline while something waits. */
  void expectProgress() {
    if (sendDeadline == NEVER) {
      progress();
    }
  }

  /** Loop: looks at the deadlines; true where the client takes too long. */
  boolean isLate(long clock) {
    if (clock >= readDeadline) {
      wake(readWaiter);
    }
    return clock >= sendDeadline;
  }

  /** Loop: the server goes away, so that nobody need wait for a client that says nothing. */
  void drain() {
    draining = true;
    wake(readWaiter);
  }

  /** Loop: nothing more can be read or written. */
  void fail(IOException why) {
    failure = why;
    sendDeadline = NEVER;
    outgoing.clear();
    inbound.end();
    wake(readWaiter);
    wake(writeWaiter);
  }

  private static void wake(@Nullable Thread waiter) {
    if (waiter != null) {
      LockSupport.unpark(waiter);
    }
  }
}

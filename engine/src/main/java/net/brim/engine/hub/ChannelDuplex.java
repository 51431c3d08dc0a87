package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel as blocking code sees it: bytes to read, bytes to write, deadlines. The rest of a
 * connection's life is {@link Connection}'s part.
 *
 * <pre>
 *   channel ──► Inbound ───► the thread that reads, which waits in more()
 *   channel ◄── Outbound ◄── the thread that writes, which waits in awaitWritable()
 * </pre>
 *
 * <p>Methods marked "loop" are called by the event loop, all others by the thread that currently
 * reads or writes: the connection's own or another one, at any one time one reader and one writer.
 */
abstract sealed class ChannelDuplex extends ChannelInboundHandlerAdapter
    implements Duplex, Hub.Gatherer permits Connection {

  private static final long NEVER = Long.MAX_VALUE;

  /** How long a connection that has sent nothing yet may still do so when the server goes away. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(1);

  final Hub hub;
  final Channel channel;
  final Observer observer;
  final Inbound inbound = new Inbound();
  final Outbound outbound;

  private volatile @Nullable Thread readWaiter;
  private volatile boolean gone;
  private volatile boolean idle;
  private volatile boolean idleWaitsEnd;
  private volatile long readDeadline = NEVER;
  private volatile boolean expired;
  private volatile boolean readingPaused;

  /** Loop: nothing has come yet, and nothing was sent. */
  ChannelDuplex(Hub hub, Channel channel, Observer observer, Duration writeTimeout) {
    this.hub = hub;
    this.channel = channel;
    this.observer = observer;
    this.outbound = new Outbound(hub, channel, this, observer, writeTimeout);
  }

  /**
   * The hub's clock: nanoseconds of {@link System#nanoTime()} as of the current batch of events.
   */
  @Override
  public final long now() {
    return hub.now();
  }

  /** Whether the peer has reset or closed the connection. */
  public final boolean gone() {
    return gone;
  }

  // --- the thread that reads ---

  @Override
  public final void readWithin(Duration time, boolean idle) {
    this.idle = idle;
    this.readDeadline = hub.deadline(time.toNanos());
  }

  @Override
  public final void expire(boolean expired) {
    this.expired = expired;
  }

  @Override
  public final byte[] array() {
    return inbound.array();
  }

  @Override
  public final int position() {
    return inbound.position();
  }

  @Override
  public final int limit() {
    return inbound.limit();
  }

  @Override
  public final void skip(int count) {
    inbound.skip(count);
  }

  /** Makes what has arrived readable; false where nothing has. */
  public final boolean take() {
    if (!inbound.take()) {
      return false;
    }
    resumeReading();
    return true;
  }

  /**
   * Whether no wait for the client can do any good: it is gone or late, or an idle wait is ended.
   */
  public final boolean over() {
    return gone || inbound.ended() || (idleWaitsEnd && idle) || late();
  }

  /**
   * Waits for more bytes; what was written is on its way only where it was flushed.
   *
   * @return false at the end of the stream, and where a drain ended an idle wait
   * @throws TimeoutException at the deadline of {@link #readWithin}
   */
  @Override
  public final boolean more() throws IOException {
    boolean interrupted = false;
    try {
      while (!inbound.take()) {
        if (gone) {
          throw new ClientGoneException("in the middle of a message");
        }
        if (inbound.ended() || (idleWaitsEnd && idle)) {
          return inbound.take();
        }
        if (expired || late()) {
          throw new TimeoutException("waiting for the client");
        }
        readWaiter = Thread.currentThread();
        resumeReading(); // Here too: beside another thread, the loop may pause after all was taken.
        if (!inbound.ready() && !gone && !expired && !(idleWaitsEnd && idle) && !late()) {
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
   * Waits for the first byte of a message, when all that was written before is on its way.
   *
   * @param idle how long; a connection that has {@code served} may be ended by a drain before that,
   *     and one that has not is given a moment then
   * @return false where none comes, so that nothing was asked and nothing is lost
   */
  public final boolean awaitMessage(Duration idle, boolean served) throws IOException {
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
  public final void expectMessage(Duration idle, boolean served) throws IOException {
    awaitWritable();
    if (served || !idleWaitsEnd) {
      readWithin(idle, served);
    } else {
      readWithin(FIRST_REQUEST, false);
    }
  }

  /** Parks until the loop wakes the thread that reads, unless what it waits for is there. */
  final void parkUnless(BooleanSupplier there) {
    readWaiter = Thread.currentThread();
    if (!there.getAsBoolean()) {
      LockSupport.park(this);
    }
    readWaiter = null;
  }

  /** Whether the deadline of {@link #readWithin} has passed. */
  final boolean late() {
    return hub.clock() >= readDeadline;
  }

  /** Whether the wait for a message that is yet to begin ends at once. */
  final boolean idleWaitsEnd() {
    return idleWaitsEnd;
  }

  /** Has waits for a message that is yet to begin end at once from now on. */
  final void endIdleWaits() {
    idleWaitsEnd = true;
  }

  private void resumeReading() {
    if (readingPaused) {
      readingPaused = false;
      hub.loop().execute(() -> channel.config().setAutoRead(true));
    }
  }

  // --- the thread that writes ---

  @Override
  public final void write(byte[] bytes, int offset, int length) throws IOException {
    outbound.write(bytes, offset, length);
  }

  @Override
  public final void write(byte[] bytes) throws IOException {
    outbound.write(bytes);
  }

  /**
   * Sends a part of a file, by the kernel where that can be, and waits until it is taken; closes
   * the file in any case.
   */
  public final void write(FileChannel file, long offset, long length) throws IOException {
    outbound.write(file, offset, length);
  }

  /**
   * An array with room for {@code length} bytes behind {@link #outboundLength()}; {@link #written}
   * says how many were put there. For encoders, which would otherwise copy twice.
   */
  public final byte[] room(int length) {
    return outbound.room(length);
  }

  /** How many bytes wait in the array of {@link #room}. */
  public final int outboundLength() {
    return outbound.length();
  }

  /** Says that the array of {@link #room} now holds bytes up to {@code end}. */
  public final void written(int end) throws IOException {
    outbound.written(end);
  }

  /** Sends what was written; where the loop carries this thread, as soon as it gives way. */
  @Override
  public final void flush() {
    outbound.flush();
  }

  @Override
  public final void awaitWritable() throws IOException {
    outbound.awaitWritable();
  }

  @Override
  public final Thread fork(Runnable task) {
    Thread second = hub.unstarted(task);
    outbound.companion(second);
    second.start();
    return second;
  }

  // --- the successor ---

  /** The hub, whose threads a successor serves its streams on. */
  public final Hub hub() {
    return hub;
  }

  /**
   * Has the loop call {@link Successor#flush} as soon as the thread that runs now gives way; for
   * the loop and the threads that it carries.
   */
  public final void flushLater() {
    hub.flushLater(this);
  }

  /** Where the bytes to send are allocated. */
  public final ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** Loop: sends bytes of the successor. */
  public final void send(ByteBuf bytes) {
    observer.written(bytes.readableBytes());
    channel.writeAndFlush(bytes, channel.voidPromise());
  }

  /** Loop: how many bytes the socket layer takes before it is full. */
  public final long sendable() {
    return channel.bytesBeforeUnwritable();
  }

  /** Loop: how many bytes the client has to read before the socket layer takes more again. */
  public final long surplus() {
    return channel.bytesBeforeWritable();
  }

  // --- the loop ---

  /** Loop: takes what has come; where much is unread, the channel is read no further for now. */
  final void arrived(ByteBuf bytes) {
    if (inbound.append(bytes, hub.spareArray())) {
      readingPaused = true;
      if (inbound.ready()) {
        channel.config().setAutoRead(false);
      } else {
        readOn(); // A thread beside the loop has taken all, and saw no pause that it could end.
      }
    }
  }

  /** Loop: the channel is read again, for another than the thread that was to read all before. */
  final void readOn() {
    readingPaused = false;
    channel.config().setAutoRead(true);
  }

  /** Loop: wakes the thread that waits for something to read; false where none does. */
  final boolean wakeWaiter() {
    Thread waiter = readWaiter;
    if (waiter == null) {
      return false;
    }
    LockSupport.unpark(waiter);
    return true;
  }

  /** Loop: whether the thread that reads waits, and cannot go on beside the loop. */
  final boolean readerWaits() {
    Thread waiter = readWaiter;
    return waiter != null && outbound.isCarried(waiter);
  }

  /** Loop: gives the first message of a connection a moment to begin. */
  final void hurry() {
    readDeadline = Math.min(readDeadline, hub.deadline(FIRST_REQUEST.toNanos()));
  }

  /** Loop: gives back the memory of a connection that nobody reads from. */
  final void releaseIdle() {
    inbound.releaseIdle();
    outbound.releaseIdle();
  }

  /** Loop: the channel is closed. */
  final void lost() {
    gone = true;
    outbound.end();
  }

  /** Loop: has the end of the channel, whenever it comes, be a reset. */
  final void endWithReset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
  }

  /**
   * Loop: the connection ends at once. No layer may say a last word, by which the peer could take
   * what it has for the whole.
   */
  public final void sever() {
    channel.unsafe().close(channel.newPromise());
  }
}

package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connection as blocking code sees it: bytes to read, bytes to write, deadlines, on a virtual
 * thread of its own.
 *
 * <pre>
 *   OPEN ──── finish() ────► FINISHING: all written, our side shut, the peer's last bytes thrown away ──► CLOSED
 *     │                                                                                                    ▲
 *     └──── close(), sever(), the peer's reset ────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Methods marked "loop" are called by the event loop, all others by the thread that currently
 * reads or writes: the connection's own or, at any one time, one other.
 */
public final class Connection extends ChannelInboundHandlerAdapter implements ByteSource {

  /** What runs on the connection's virtual thread; when it returns, the connection is finished. */
  @FunctionalInterface
  public interface Protocol {
    /** Serves the connection to its end; an exception severs it. */
    void serve(Connection connection) throws IOException;
  }

  /** How a server keeps track of its connections; called by the loop. */
  public interface Observer {
    /** Bytes came from the socket. */
    void read(long bytes);

    /** Bytes were given to the socket. */
    void written(long bytes);

    /** The connection is no more. */
    void closed();

    /** The protocol failed in a way that it did not expect. */
    void failed(Connection connection, Throwable failure);
  }

  /**
   * Bytes gathered before they are given to the socket, and the most that a response may lie around
   * in memory.
   */
  private static final int HIGH_WATER = 64 * 1024;

  /** Arrays from this length on are sent from where they are. */
  private static final int LARGE = 16 * 1024;

  /** A larger one goes in pieces, because the socket layer copies each before it sends it. */
  private static final int LARGEST = 256 * 1024;

  private static final int FIRST_SIZE = 1024;
  private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LINGER_BYTES = 1024 * 1024;
  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NONE = {};

  private final Hub hub;
  private final Channel channel;
  private final Protocol protocol;
  private final Observer observer;
  private final long writeTimeoutNanos;
  private final Inbound inbound = new Inbound();
  private final Thread thread;
  private final boolean carried;

  private byte[] outbound = NONE;
  private int outboundLength;
  private boolean flushDue;

  /** Sends that the loop was given and has not done: what is gathered later comes after them. */
  private final AtomicInteger handedOver = new AtomicInteger();

  private volatile @Nullable Thread waiter;
  private volatile boolean gone;
  private volatile boolean draining;
  private volatile boolean writable = true;
  private volatile boolean expired;
  private volatile boolean idle;
  private volatile long deadline = NEVER;
  private boolean finishing;

  /** Place among the hub's connections; the hub's alone. */
  int index;

  private boolean readingPaused;
  private long lingered;
  private long unwritten;
  private @Nullable Thread reader;

  /** Loop: a connection that has just been accepted. */
  public Connection(
      Hub hub, Channel channel, Protocol protocol, Observer observer, Duration writeTimeout) {
    this.hub = hub;
    this.channel = channel;
    this.protocol = protocol;
    this.observer = observer;
    this.writeTimeoutNanos = writeTimeout.toNanos();
    this.thread = hub.unstarted(this::serve);
    this.carried = hub.carries(thread);
  }

  // --- the connection's thread ---

  private void serve() {
    try {
      protocol.serve(this);
      finish();
    } catch (ClientGoneException | TimeoutException e) {
      close();
    } catch (IOException e) {
      close();
    } catch (Throwable e) {
      observer.failed(this, e);
      close();
    }
  }

  /** The address of the peer. */
  public SocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  /** The address that the peer connected to. */
  public SocketAddress localAddress() {
    return channel.localAddress();
  }

  /** Whether the server goes away, so that no further request is to be awaited here. */
  public boolean draining() {
    return draining;
  }

  /**
   * The hub's clock: nanoseconds of {@link System#nanoTime()} as of the current batch of events.
   */
  public long now() {
    return hub.now();
  }

  @Override
  public void readWithin(Duration time, boolean idle) {
    this.idle = idle;
    this.expired = false;
    this.deadline = hub.now() + time.toNanos();
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
   * Waits for more bytes, after everything written so far is on its way.
   *
   * @return false at the end of the stream, and where a drain ended an idle wait
   * @throws TimeoutException at the deadline of {@link #readWithin}
   */
  @Override
  public boolean more() throws IOException {
    if (inbound.take()) {
      resumeReading();
      return true;
    }
    flush();
    while (!inbound.take()) {
      if (gone) {
        throw new ClientGoneException("in the middle of a message");
      }
      if (inbound.ended() || (draining && idle)) {
        return inbound.take();
      }
      if (expired) {
        throw new TimeoutException("waiting for the client");
      }
      reader = Thread.currentThread();
      waiter = reader;
      if (!inbound.ready() && !gone && !expired && !(draining && idle)) {
        LockSupport.park(this);
      }
      waiter = null;
    }
    resumeReading();
    return true;
  }

  /** Adds bytes to what will be sent; waits where the client reads too slowly. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length >= LARGE) {
      writeLarge(Arrays.copyOfRange(bytes, offset, offset + length));
      return;
    }
    System.arraycopy(bytes, offset, room(length), outboundLength, length);
    outboundLength += length;
    if (outboundLength >= HIGH_WATER) {
      flushAndWait();
    }
  }

  /** Adds a whole array that nobody will change any more. */
  public void write(byte[] bytes) throws IOException {
    if (bytes.length >= LARGE) {
      writeLarge(bytes);
    } else {
      write(bytes, 0, bytes.length);
    }
  }

  private void writeLarge(byte[] bytes) throws IOException {
    handOver();
    for (int offset = 0; offset < bytes.length; offset += LARGEST) {
      int length = Math.min(LARGEST, bytes.length - offset);
      send(Unpooled.wrappedBuffer(bytes, offset, length), length);
    }
  }

  /** Adds a part of a file, which the kernel sends; the channel is closed when it is sent. */
  public void write(FileChannel file, long offset, long length) throws IOException {
    handOver();
    send(new DefaultFileRegion(file, offset, length), length);
  }

  /**
   * An array with room for {@code length} bytes behind {@link #outboundLength()}; {@link #written}
   * says how many were put there. For encoders, which would otherwise copy twice.
   */
  public byte[] room(int length) {
    if (outbound.length - outboundLength < length) {
      outbound =
          Arrays.copyOf(
              outbound,
              Math.max(FIRST_SIZE, Math.max(outbound.length * 2, outboundLength + length)));
    }
    return outbound;
  }

  /** How many bytes wait in the array of {@link #room}. */
  public int outboundLength() {
    return outboundLength;
  }

  /** Says that the array of {@link #room} now holds bytes up to {@code end}. */
  public void written(int end) throws IOException {
    outboundLength = end;
    if (outboundLength >= HIGH_WATER) {
      flushAndWait();
    }
  }

  /** Sends what was written; where the loop carries this thread, as soon as it gives way. */
  public void flush() {
    if (outboundLength == 0 || flushDue) {
      return;
    }
    if (carried && Thread.currentThread().equals(thread)) {
      flushDue = true;
      hub.flushLater(this);
    } else {
      ByteBuf bytes = Unpooled.wrappedBuffer(Arrays.copyOf(outbound, outboundLength));
      outboundLength = 0;
      observer.written(bytes.readableBytes());
      channel.writeAndFlush(bytes, channel.voidPromise());
    }
  }

  /** Sends what was written and waits until the client has taken enough of it. */
  public void flushAndWait() throws IOException {
    handOver();
    awaitWritable();
  }

  /**
   * Gives all gathered bytes to the channel now, in order, before something that does not go
   * through the array.
   */
  private void handOver() throws IOException {
    if (gone) {
      throw new ClientGoneException("before the response was sent");
    }
    if (outboundLength > 0) {
      byte[] bytes = Arrays.copyOf(outbound, outboundLength);
      outboundLength = 0;
      send(Unpooled.wrappedBuffer(bytes), bytes.length);
    }
  }

  private void send(Object message, long length) throws IOException {
    awaitWritable();
    // Until the loop has run, nothing says how much the channel holds.
    writable = false;
    handedOver.incrementAndGet();
    hub.loop()
        .execute(() -> {
          observer.written(length);
          channel.writeAndFlush(message, channel.voidPromise());
          updateWritable();
          if (handedOver.decrementAndGet() == 0 && flushDue) {
            flushNow();
          }
        });
  }

  private void awaitWritable() throws IOException {
    if (writable && !gone) {
      return;
    }
    expired = false;
    idle = false;
    deadline = hub.now() + writeTimeoutNanos;
    while (!writable) {
      if (gone) {
        throw new ClientGoneException("before the response was sent");
      }
      if (expired) {
        throw new TimeoutException("waiting for the client to read");
      }
      waiter = Thread.currentThread();
      if (!writable && !gone && !expired) {
        LockSupport.park(this);
      }
      waiter = null;
    }
    deadline = NEVER;
    if (gone) {
      throw new ClientGoneException("before the response was sent");
    }
  }

  /** Whether the peer has reset or closed the connection. */
  public boolean gone() {
    return gone;
  }

  /** Ends the connection after all that was written, giving the peer time to read it. */
  private void finish() {
    deadline = NEVER;
    byte[] rest = Arrays.copyOf(outbound, outboundLength);
    outboundLength = 0;
    hub.loop().execute(() -> finishNow(rest));
  }

  private void close() {
    hub.loop().execute(channel::close);
  }

  // --- the loop ---

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    hub.add(this);
    context.channel().closeFuture().addListener(closed -> channelClosed());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    thread.start();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int count = bytes.readableBytes();
      observer.read(count);
      if (finishing) {
        lingered += count;
        if (lingered > LINGER_BYTES) {
          channel.close();
        }
      } else if (inbound.append(bytes)) {
        readingPaused = true;
        channel.config().setAutoRead(false);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    wake();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      if (finishing) {
        channel.close();
      }
      inbound.end();
      wake();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    updateWritable();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    channel.close();
  }

  private void channelClosed() {
    gone = true;
    hub.remove(this);
    observer.closed();
    wake();
  }

  private void updateWritable() {
    writable = channel.isWritable();
    if (writable) {
      wake();
    }
  }

  private void wake() {
    Thread parked = waiter;
    if (parked != null) {
      LockSupport.unpark(parked);
    }
  }

  /** Loop: sends what the connection's thread gathered before it gave way. */
  void flushNow() {
    if (handedOver.get() > 0) {
      return; // The last of those sends flushes.
    }
    flushDue = false;
    if (outboundLength == 0 || gone) {
      return;
    }
    ByteBuf bytes = channel.alloc().directBuffer(outboundLength, outboundLength);
    bytes.writeBytes(outbound, 0, outboundLength);
    observer.written(outboundLength);
    outboundLength = 0;
    channel.writeAndFlush(bytes, channel.voidPromise());
    writable = channel.isWritable();
  }

  private void finishNow(byte[] rest) {
    finishing = true;
    if (gone) {
      return;
    }
    observer.written(rest.length);
    deadline = hub.now() + LINGER_NANOS;
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(rest))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (!written.isSuccess() || inbound.ended()) {
                    channel.close();
                  } else {
                    ((DuplexChannel) channel).shutdownOutput();
                    channel.config().setAutoRead(true);
                  }
                });
  }

  /** Loop: looks at the deadline, and gives back the memory of a connection that is idle. */
  void tick(long now) {
    Thread parked = waiter;
    if (parked != null && parked.equals(reader)) {
      inbound.releaseIdle();
      if (outboundLength == 0 && carried) {
        outbound = NONE;
      }
    }
    if (now < deadline) {
      return;
    }
    if (finishing) {
      channel.close();
      return;
    }
    long left = pending();
    if (left > 0 && left != unwritten) {
      unwritten = left;
      deadline = now + writeTimeoutNanos;
      return;
    }
    expired = true;
    wake();
  }

  /** What the channel still holds: it shrinks while the peer reads, however slowly. */
  private long pending() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null || writable
        ? 0
        : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  /** Loop: the server goes away; an idle connection ends now, another after its current answer. */
  void drain() {
    draining = true;
    wake();
  }

  /** Loop: the connection ends at once. */
  void sever() {
    channel.close();
  }

  private void resumeReading() {
    if (readingPaused) {
      readingPaused = false;
      hub.loop().execute(() -> channel.config().setAutoRead(true));
    }
  }
}

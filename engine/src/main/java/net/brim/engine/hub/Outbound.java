package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.unix.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a connection is to send: gathered in an array, and given to the socket when the
 * thread that writes gives way, or when they are many.
 *
 * <pre>
 *   write ──► array ──── flush(): at the end of the loop's turn ──┬──► socket ◄─┐ directly, while nothing
 *               │                                                 │             │ waits in the channel
 *               ├── HIGH_WATER, large arrays ─────────────────────┼─────────────┘
 *               │                                                 ▼ what the socket does not take
 *               └── files, and all of the above from threads ──► channel ──► socket
 *                   that the loop does not carry                     the writer waits while it is full
 * </pre>
 *
 * <p>Methods marked "loop" are called by the event loop, all others by the one thread that
 * currently writes.
 */
final class Outbound {

  /**
   * Bytes gathered before they are given to the socket, and the most that a response may lie around
   * in memory.
   */
  private static final int HIGH_WATER = 64 * 1024;

  /** Arrays from this length on are sent from where they are. */
  private static final int LARGE = 16 * 1024;

  /** A larger one goes in pieces, because the socket layer copies each before it sends it. */
  private static final int LARGEST = 256 * 1024;

  /** What is read of a file at once where the kernel cannot send it. */
  private static final int PIECE = 64 * 1024;

  /** The most that a thread sends without giving way to the other connections of its hub. */
  private static final int DIRECT_BUDGET = 512 * 1024;

  private static final int FIRST_SIZE = 1024;
  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NONE = {};

  private final Hub hub;
  private final Channel channel;
  private final ChannelDuplex duplex;
  private final Observer observer;
  private final boolean carried;
  private final long timeoutNanos;

  private final @Nullable Socket socket;

  private byte[] array = NONE;
  private int length;
  private int directBudget = DIRECT_BUDGET;
  private boolean flushDue;

  /** The connection's own thread, the last where it has none. */
  private Thread owner = Thread.currentThread();

  /** A thread beside the connection's own that the same loop carries, where there is one. */
  private volatile @Nullable Thread companion;

  /** The thread that gathered last; where the loop does not carry it, no flush is due. */
  private Thread gatherer = owner;

  /** Sends that the loop was given and has not done: what is gathered later comes after them. */
  private final AtomicInteger handedOver = new AtomicInteger();

  private volatile @Nullable Thread waiter;
  private volatile boolean writable = true;
  private volatile boolean gone;
  private volatile long deadline = NEVER;
  private boolean sendingFile;
  private volatile boolean copyingFiles;
  private long unwritten;

  /**
   * Loop: nothing to send yet.
   *
   * @param timeout how long the peer may read nothing
   */
  Outbound(Hub hub, Channel channel, ChannelDuplex duplex, Observer observer, Duration timeout) {
    this.hub = hub;
    this.channel = channel;
    this.socket = DirectSender.socket(channel);
    this.duplex = duplex;
    this.observer = observer;
    this.carried = hub.carriesThreads();
    this.timeoutNanos = timeout.toNanos();
  }

  /** A second thread of the connection, from its hub. */
  void companion(Thread second) {
    companion = second;
  }

  // --- the thread that writes ---

  /** The calling thread is the connection's own from now on. */
  void ownedBy(Thread thread) {
    owner = thread;
    gatherer = thread;
    directBudget = DIRECT_BUDGET;
  }

  void write(byte[] bytes, int offset, int count) throws IOException {
    if (count >= LARGE) {
      int taken = sendDirectly(bytes, offset, count);
      if (taken < count) {
        writeLarge(Arrays.copyOfRange(bytes, offset + taken, offset + count), 0);
      }
      return;
    }
    System.arraycopy(bytes, offset, room(count), length, count);
    written(length + count);
  }

  void write(byte[] bytes) throws IOException {
    if (bytes.length >= LARGE) {
      int taken = sendDirectly(bytes, 0, bytes.length);
      if (taken < bytes.length) {
        writeLarge(bytes, taken);
      }
    } else {
      write(bytes, 0, bytes.length);
    }
  }

  private void writeLarge(byte[] bytes, int start) throws IOException {
    for (int offset = start; offset < bytes.length; offset += LARGEST) {
      int count = Math.min(LARGEST, bytes.length - offset);
      ByteBuf piece = Unpooled.wrappedBuffer(bytes, offset, count);
      send(count, () -> channel.writeAndFlush(piece, channel.voidPromise()));
    }
  }

  void write(FileChannel file, long offset, long count) throws IOException {
    if (copyingFiles) {
      copy(file, offset, count);
      return;
    }
    var region = new DefaultFileRegion(file, offset, count);
    try {
      awaitWritable();
    } catch (IOException e) {
      region.release();
      throw e;
    }
    send(count, () -> sendFile(region));
    awaitWritable();
  }

  private void copy(FileChannel file, long offset, long count) throws IOException {
    try (file) {
      for (long done = 0; done < count; ) {
        awaitWritable();
        ByteBuf piece = piece(file, offset + done, (int) Math.min(PIECE, count - done));
        int length = piece.readableBytes();
        boolean sent = false;
        try {
          send(length, () -> channel.writeAndFlush(piece, channel.voidPromise()));
          sent = true;
        } finally {
          if (!sent) {
            piece.release();
          }
        }
        done += length;
      }
    }
  }

  private ByteBuf piece(FileChannel file, long position, int most) throws IOException {
    ByteBuf piece = channel.alloc().directBuffer(most, most);
    int read = -1;
    try {
      read = piece.writeBytes(file, position, most);
    } finally {
      if (read <= 0) {
        piece.release();
      }
    }
    if (read <= 0) {
      throw new EOFException("the file has become shorter: it ends before byte " + position);
    }
    return piece;
  }

  byte[] room(int count) {
    claim();
    if (array.length - length < count) {
      array =
          Arrays.copyOf(array, Math.max(FIRST_SIZE, Math.max(array.length * 2, length + count)));
    }
    return array;
  }

  int length() {
    return length;
  }

  void written(int end) throws IOException {
    length = end;
    if (length < HIGH_WATER) {
      return;
    }
    var _ = sendDirectly(NONE, 0, 0);
    if (length > 0) {
      send(0, channel::flush);
      awaitWritable();
    }
  }

  void flush() {
    claim();
    if (length == 0 || flushDue) {
      return;
    }
    if (isCarried(gatherer)) {
      flushDue = true;
      hub.flushLater(duplex);
    } else {
      handOver(0, channel::flush);
    }
  }

  void awaitWritable() throws IOException {
    if (!writable && !gone) {
      awaitProgress();
    }
    if (gone) {
      throw new ClientGoneException("before the response was sent");
    }
  }

  /** Takes out what was gathered, for the last send. */
  byte[] takeAll() {
    claim();
    return gathered();
  }

  /**
   * Makes the calling thread the one that gathers. The loop may still have to flush for a thread
   * that it carries, so another one waits until it has.
   */
  private void claim() {
    Thread current = Thread.currentThread();
    if (current.equals(gatherer)) {
      return;
    }
    if (carried && !isCarried(current)) {
      CompletableFuture.runAsync(
              () -> {
                flushNow();
                gatherer = current;
              },
              hub.loop())
          .join();
    } else {
      gatherer = current;
    }
  }

  /** Whether that thread never runs beside the loop. */
  boolean isCarried(Thread thread) {
    return carried && (thread.equals(owner) || thread.equals(companion));
  }

  private byte[] gathered() {
    byte[] bytes = Arrays.copyOf(array, length);
    length = 0;
    return bytes;
  }

  /**
   * Has the loop send all gathered bytes, then what does not go through the array.
   *
   * @param count bytes of the latter
   * @param sending done by the loop; flushes
   */
  private void send(long count, Runnable sending) throws IOException {
    claim();
    awaitWritable();
    directBudget = DIRECT_BUDGET; // The others have had their turn when this one goes on.
    // Until the loop has run, nothing says how much the channel holds.
    writable = false;
    handOver(count, sending);
  }

  private void handOver(long count, Runnable sending) {
    handedOver.incrementAndGet();
    byte[] before = gathered();
    hub.loop()
        .execute(() -> {
          observer.written(before.length + count);
          if (before.length > 0) {
            channel.write(Unpooled.wrappedBuffer(before), channel.voidPromise());
          }
          sending.run();
          updateWritable();
          if (handedOver.decrementAndGet() == 0 && flushDue) {
            flushNow();
          }
        });
  }

  /**
   * Sends what was gathered, and then bytes of an array, as far as the socket takes them now; what
   * it does not take of the former stays gathered.
   *
   * @return how many bytes of the array it took
   */
  private int sendDirectly(byte[] bytes, int offset, int count) {
    claim();
    Socket free = directBudget > 0 && isCarried(gatherer) ? freeSocket() : null;
    if (free == null) {
      return 0;
    }
    int taken = hub.sender().send(free, array, length, bytes, offset, count);
    directBudget -= taken;
    observer.written(taken);
    int left = Math.max(0, length - taken);
    System.arraycopy(array, length - left, array, 0, left);
    int ofArray = taken - (length - left);
    length = left;
    return ofArray;
  }

  /** The socket, where nothing waits for it and nothing changes what is sent. */
  private @Nullable Socket freeSocket() {
    if (socket == null || copyingFiles || sendingFile || handedOver.get() > 0) {
      return null;
    }
    var queue = channel.unsafe().outboundBuffer();
    return queue != null && queue.isEmpty() && channel.isActive() ? socket : null;
  }

  private void awaitProgress() throws TimeoutException {
    boolean interrupted = false;
    expectProgress();
    try {
      while (!writable && !gone) {
        if (hub.clock() >= deadline) {
          throw new TimeoutException("waiting for the client to read");
        }
        waiter = Thread.currentThread();
        if (!writable && !gone && hub.clock() < deadline) {
          LockSupport.park(this);
        }
        waiter = null;
        // Parking returns at once while the flag is up: without this, we would spin on the loop.
        interrupted |= Thread.interrupted();
      }
    } finally {
      deadline = NEVER;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // --- the loop ---

  /** Loop: sends what the connection's thread gathered before it gave way. */
  void flushNow() {
    if (handedOver.get() > 0) {
      return; // The last of those sends flushes.
    }
    flushDue = false;
    if (length == 0 || gone) {
      return;
    }
    observer.written(length);
    Socket free = freeSocket();
    int taken = free == null ? 0 : hub.sender().send(free, array, length, NONE, 0, 0);
    if (taken < length) {
      ByteBuf rest = channel.alloc().directBuffer(length - taken, length - taken);
      rest.writeBytes(array, taken, length - taken);
      channel.writeAndFlush(rest, channel.voidPromise());
    }
    length = 0;
    updateWritable();
  }

  /** Loop: the channel holds more or less than before. */
  void updateWritable() {
    writable = channel.isWritable() && !sendingFile;
    if (writable) {
      wake();
    }
  }

  /** Loop: files are read by us from now on, for a layer that changes what is sent. */
  void copyFiles() {
    copyingFiles = true;
  }

  /** Loop: the connection is no more. */
  void end() {
    gone = true;
    wake();
  }

  /** Loop: whether the socket has all that was written; asked while no thread writes. */
  boolean isEmpty() {
    return length == 0 && freeSocket() != null;
  }

  /** Loop: the number of the socket; only of one that was found empty. */
  int descriptor() {
    return Objects.requireNonNull(socket, "a channel of epoll").intValue();
  }

  /** From now on, the peer has to read something within the timeout. */
  void expectProgress() {
    deadline = hub.deadline(timeoutNanos);
  }

  /** The peer need not read. */
  void expectNothing() {
    deadline = NEVER;
  }

  /** Loop: whether the peer has taken nothing for too long; wakes the thread that waits for it. */
  boolean late(long clock) {
    if (clock < deadline) {
      return false;
    }
    if (progressing()) {
      expectProgress();
      return false;
    }
    wake();
    return true;
  }

  /** Loop: gives the memory of an idle connection back. */
  void releaseIdle() {
    // Not where it is so already: see Inbound.release.
    if (array.length > 0 && length == 0 && isCarried(gatherer)) {
      array = NONE;
    }
  }

  private void wake() {
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /**
   * The channel counts a file as nothing, so that without this there could be any number of them.
   */
  private void sendFile(DefaultFileRegion region) {
    sendingFile = true;
    cork(true);
    channel
        .writeAndFlush(region)
        .addListener(sent -> {
          sendingFile = false;
          cork(false);
          if (sent.isSuccess()) {
            updateWritable();
          } else {
            duplex.sever();
          }
        });
  }

  /**
   * Has what comes before a file share packets with it: a packet of its own costs more than these
   * two calls.
   */
  private void cork(boolean on) {
    if (channel.config() instanceof EpollSocketChannelConfig tcp && channel.isOpen()) {
      tcp.setTcpCork(on);
    }
  }

  /** Whether the peer has read since the last time, however slowly. */
  private boolean progressing() {
    var buffer = channel.unsafe().outboundBuffer();
    if (buffer == null || buffer.isEmpty()) {
      return false;
    }
    // Of a file, only its progress is counted.
    long left = buffer.totalPendingWriteBytes() - buffer.currentProgress();
    boolean progress = left != unwritten;
    unwritten = left;
    return progress;
  }
}

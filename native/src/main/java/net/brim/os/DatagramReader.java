package net.brim.os;

/**
 * Takes datagrams from a UDP socket, up to a batch in one call, never waiting.
 *
 * <p>{@link #read} takes a batch, {@link #next} goes through it, and the other methods tell of the
 * one that it came to. For one thread after the other.
 */
public final class DatagramReader implements AutoCloseable {

  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;

  /** Keeps the first bytes of all of a batch from meeting in the same lines of the cache. */
  private static final int SKEW = 64;

  private static final CFunction RECVMMSG = CFunction.returningInt("recvmmsg").restarting();

  private final int fd;
  private final int most;
  private final int stride;
  private final DatagramMemory memory;
  private int count;
  private int current = -1;
  private int info = -1;

  /**
   * For a socket.
   *
   * @param most datagrams of a batch
   * @param longest bytes of a datagram
   */
  DatagramReader(int fd, int most, int longest) {
    this.fd = fd;
    this.most = most;
    this.stride = ((longest + SKEW - 1) & -SKEW) + SKEW;
    this.memory = new DatagramMemory(most, (long) most * stride);
    for (int i = 0; i < most; i++) {
      memory.place(i, i * stride, longest);
      memory.expect(i);
    }
  }

  /**
   * Takes what has come; what is left of the batch before is lost.
   *
   * @return how many, 0 where nothing has come
   * @throws OsException where the system refuses
   */
  public int read() {
    for (int i = 0; i < count; i++) {
      memory.expect(i);
    }
    count = 0;
    current = -1;
    Frame frame = memory.frame();
    int taken = (int) RECVMMSG.call(frame, fd, memory.header(0), most, MSG_DONTWAIT, 0);
    if (taken == -1) {
      if (frame.errno() == Errno.EAGAIN) {
        return 0;
      }
      throw frame.failure("recvmmsg " + fd);
    }
    count = taken;
    return taken;
  }

  /** How many of the batch are to come yet. */
  public int remaining() {
    return Math.max(0, count - 1 - current);
  }

  /** Goes to the next of the batch; false where there is none. */
  public boolean next() {
    if (current + 1 >= count) {
      return false;
    }
    current++;
    info = memory.localInfo(current);
    return true;
  }

  /** Whether the datagram was longer than may be, so that its end is missing. */
  public boolean truncated() {
    return (memory.flags(current) & MSG_TRUNC) != 0;
  }

  /** How many bytes were taken of the datagram. */
  public int length() {
    return memory.length(current);
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[length()];
    memory.get(current * stride, bytes);
    return bytes;
  }

  /** The upper half of the address that it came from; one of IPv4 is {@code ::ffff:a.b.c.d}. */
  public long peerHigh() {
    return memory.peerHigh(current);
  }

  /** The lower half of the address that it came from. */
  public long peerLow() {
    return memory.peerLow(current);
  }

  /** The port that it came from. */
  public int peerPort() {
    return memory.peerPort(current);
  }

  /** The interface of a link-local address that it came from, 0 of others. */
  public int peerScope() {
    return memory.peerScope(current);
  }

  /**
   * Whether the system tells the address that the datagram came to: see {@link
   * Os#tellLocalAddresses}.
   */
  public boolean hasLocal() {
    return info != -1;
  }

  /** The upper half of the address to answer from. */
  public long localHigh() {
    return memory.localHigh(info);
  }

  /** The lower half of the address to answer from. */
  public long localLow() {
    return memory.localLow(info);
  }

  /** The interface that it came in by. */
  public int localInterface() {
    return memory.localInterface(info);
  }

  @Override
  public void close() {
    memory.close();
  }
}

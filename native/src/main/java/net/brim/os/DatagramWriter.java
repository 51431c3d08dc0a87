package net.brim.os;

/**
 * Gives datagrams to a UDP socket, up to a batch in one call, never waiting. For one thread after
 * the other.
 */
public final class DatagramWriter implements AutoCloseable {

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final CFunction SENDMMSG = CFunction.returningInt("sendmmsg").restarting();

  private final int fd;
  private final boolean ipv4;
  private final int most;
  private final int room;
  private final DatagramMemory memory;

  /** Those from {@code first} to before {@code count} are still to be sent. */
  private int first;

  private int count;
  private int used;
  private String reason = "";

  /**
   * For a socket.
   *
   * @param ipv4 whether the socket is one of IPv4
   * @param most datagrams of a batch
   * @param room bytes of all of them, as many at least as the longest of them has
   */
  DatagramWriter(int fd, boolean ipv4, int most, int room) {
    this.fd = fd;
    this.ipv4 = ipv4;
    this.most = most;
    this.room = room;
    this.memory = new DatagramMemory(most, room);
  }

  /**
   * Adds one, to be sent from an address that the system chooses; an address of IPv4 is {@code
   * ::ffff:a.b.c.d}.
   *
   * @return whether there is room for it, else {@link #write} comes first
   * @throws OsException where such a socket cannot send to such an address, and where the datagram
   *     is longer than any may be
   */
  public boolean add(long high, long low, int port, int scope, byte[] bytes) {
    if (!append(high, low, port, scope, bytes)) {
      return false;
    }
    memory.anyLocal(count++);
    return true;
  }

  /**
   * Adds one, as {@link #add(long, long, int, int, byte[])} does, to be sent from that local
   * address.
   *
   * @param interfaceIndex what it leaves by; 0 where the route decides
   */
  public boolean add(
      long high,
      long low,
      int port,
      int scope,
      long localHigh,
      long localLow,
      int interfaceIndex,
      byte[] bytes) {
    if (!append(high, low, port, scope, bytes)) {
      return false;
    }
    memory.local(count++, localHigh, localLow, interfaceIndex);
    return true;
  }

  private boolean append(long high, long low, int port, int scope, byte[] bytes) {
    if (bytes.length > room) {
      throw Frame.failure("a datagram of " + bytes.length + " bytes", Errno.EMSGSIZE);
    }
    if (ipv4 && !DatagramMemory.isIpv4(high, low)) {
      throw new OsException(
          "send", OsException.EAFNOSUPPORT, "a socket of IPv4 sends to no address of IPv6");
    }
    if (count == most || room - used < bytes.length) {
      return false;
    }
    memory.peer(count, ipv4, high, low, port, scope);
    memory.place(count, used, bytes.length);
    memory.put(used, bytes);
    used += bytes.length;
    return true;
  }

  /** How many wait to be sent. */
  public int size() {
    return count - first;
  }

  /**
   * Sends what was added. What the system refuses to send is gone: {@link #reason} tells why.
   *
   * @return how many were refused; where {@link #size} is not 0 after that, the system has no room
   *     for more now
   */
  public int write() {
    int refused = 0;
    Frame frame = memory.frame();
    int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    while (first < count) {
      int sent = (int) SENDMMSG.call(frame, fd, memory.header(first), count - first, flags);
      if (sent > 0) {
        first += sent;
      } else if (frame.errno() == Errno.EAGAIN) {
        return refused;
      } else {
        reason = Errno.describe(frame.errno());
        refused++;
        first++;
      }
    }
    first = 0;
    count = 0;
    used = 0;
    return refused;
  }

  /** Why the system last refused a datagram; empty where it has refused none. */
  public String reason() {
    return reason;
  }

  @Override
  public void close() {
    memory.close();
  }
}

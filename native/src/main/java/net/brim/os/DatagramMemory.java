package net.brim.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory by which {@code recvmmsg} and {@code sendmmsg} move a batch of datagrams.
 *
 * <pre>
 * mmsghdr, 64 bytes:   0 address of the name      8 its size (int)
 *                     16 address of the iovec    24 how many of them, 1
 *                     32 address of the control  40 its size (long)
 *                     48 flags (int)             56 bytes of the datagram (int)
 * iovec, 16 bytes:     0 address of the bytes     8 how many (long)
 * name, 32 bytes:      a {@link SocketAddress}
 * control, 96 bytes:   0 size (long)   8 level (int)   12 type (int)   16 in_pktinfo or in6_pktinfo,
 *                     and so on from the next multiple of 8
 * in_pktinfo:          0 interface (int)   4 local address (4 bytes)   8 address in the header
 * in6_pktinfo:         0 address (16 bytes)   16 interface (int)
 *
 * the whole: all headers, all iovecs, all names, all controls, the bytes of all datagrams
 * </pre>
 *
 * <p>Addresses go in and out as the 128 bits of IPv6, an IPv4 one as {@code ::ffff:a.b.c.d}.
 */
final class DatagramMemory implements AutoCloseable {

  static final int HEADER = 64;
  static final int CONTROL = 96;

  private static final int IOVEC = 16;
  private static final int NAME = 32;
  private static final int NAME_SIZE = 8;
  private static final int CONTROL_ADDRESS = 32;
  private static final int CONTROL_SIZE = 40;
  private static final int FLAGS = 48;
  private static final int COUNT = 56;

  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IP_PKTINFO = 8;
  private static final int IPV6_PKTINFO = 50;
  private static final int IPV4_CONTROL = 28;
  private static final int IPV6_CONTROL = 36;

  /** What stands before the four bytes of an IPv4 address in the lower half of an IPv6 one. */
  private static final long MAPPED = 0xffff_0000_0000L;

  private final Frame frame;
  private final long address;

  /** In the machine's byte order. */
  private final ByteBuffer own;

  /** In the order of the network. */
  private final ByteBuffer network;

  private final int iovecs;
  private final int names;
  private final int controls;
  private final int payload;

  /**
   * For so many datagrams.
   *
   * @param payload how many bytes there are for all of them
   */
  DatagramMemory(int datagrams, long payload) {
    this.iovecs = datagrams * HEADER;
    this.names = iovecs + datagrams * IOVEC;
    this.controls = names + datagrams * NAME;
    this.payload = controls + datagrams * CONTROL;
    this.frame = Frame.shared();
    Memory memory = frame.reserve(this.payload + payload);
    this.address = memory.address();
    this.own = memory.bytes();
    this.network = own.duplicate().order(ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < datagrams; i++) {
      own.putLong(i * HEADER, address + names + (long) i * NAME);
      own.putLong(i * HEADER + 16, address + iovecs + (long) i * IOVEC);
      own.putLong(i * HEADER + 24, 1);
    }
  }

  Frame frame() {
    return frame;
  }

  /** The address of a header. */
  long header(int index) {
    return address + (long) index * HEADER;
  }

  /** Says where the bytes of a datagram are, and how many. */
  void place(int index, int offset, int length) {
    own.putLong(iovecs + index * IOVEC, address + payload + offset);
    own.putLong(iovecs + index * IOVEC + 8, length);
  }

  /** Has room for all that the system may tell. */
  void expect(int index) {
    own.putInt(index * HEADER + NAME_SIZE, NAME);
    own.putLong(index * HEADER + CONTROL_ADDRESS, address + controls + (long) index * CONTROL);
    own.putLong(index * HEADER + CONTROL_SIZE, CONTROL);
  }

  int flags(int index) {
    return own.getInt(index * HEADER + FLAGS);
  }

  /** How many bytes the system put there. */
  int length(int index) {
    return own.getInt(index * HEADER + COUNT);
  }

  void get(int offset, byte[] bytes) {
    own.get(payload + offset, bytes);
  }

  void put(int offset, byte[] bytes) {
    own.put(payload + offset, bytes);
  }

  // --- the peer ---

  private boolean hasIpv4Peer(int index) {
    return own.getShort(names + index * NAME) == SocketAddress.AF_INET;
  }

  long peerHigh(int index) {
    return hasIpv4Peer(index) ? 0 : network.getLong(names + index * NAME + 8);
  }

  long peerLow(int index) {
    int name = names + index * NAME;
    return hasIpv4Peer(index)
        ? MAPPED | Integer.toUnsignedLong(network.getInt(name + 4))
        : network.getLong(name + 16);
  }

  int peerPort(int index) {
    return Short.toUnsignedInt(network.getShort(names + index * NAME + 2));
  }

  int peerScope(int index) {
    return hasIpv4Peer(index) ? 0 : own.getInt(names + index * NAME + 24);
  }

  /**
   * Says whom a datagram goes to.
   *
   * @param ipv4 whether the socket is one of IPv4
   */
  void peer(int index, boolean ipv4, long high, long low, int port, int scope) {
    int name = names + index * NAME;
    network.putShort(name + 2, (short) port);
    if (ipv4) {
      own.putShort(name, (short) SocketAddress.AF_INET);
      network.putInt(name + 4, (int) low);
      own.putInt(index * HEADER + NAME_SIZE, SocketAddress.IPV4_SIZE);
    } else {
      own.putShort(name, (short) SocketAddress.AF_INET6);
      network.putLong(name + 8, high);
      network.putLong(name + 16, low);
      own.putInt(name + 24, scope);
      own.putInt(index * HEADER + NAME_SIZE, SocketAddress.IPV6_SIZE);
    }
  }

  static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == MAPPED >>> 32;
  }

  // --- the local address ---

  /** Where the system told of the local address of a datagram; -1 where it did not. */
  int localInfo(int index) {
    int control = controls + index * CONTROL;
    int end = control + (int) own.getLong(index * HEADER + CONTROL_SIZE);
    int found = -1;
    while (control + 16 <= end) {
      int level = own.getInt(control + 8);
      int type = own.getInt(control + 12);
      // Of an IPv4 datagram at an IPv6 socket it may tell both; only this one knows what to answer
      // from where the datagram was a broadcast.
      if (level == IPPROTO_IP && type == IP_PKTINFO) {
        return control;
      }
      if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO) {
        found = control;
      }
      control += Math.max(16, ((int) own.getLong(control) + 7) & -8);
    }
    return found;
  }

  private boolean isIpv4Info(int control) {
    return own.getInt(control + 8) == IPPROTO_IP;
  }

  long localHigh(int control) {
    return isIpv4Info(control) ? 0 : network.getLong(control + 16);
  }

  long localLow(int control) {
    return isIpv4Info(control)
        ? MAPPED | Integer.toUnsignedLong(network.getInt(control + 20))
        : network.getLong(control + 24);
  }

  int localInterface(int control) {
    return own.getInt(control + (isIpv4Info(control) ? 16 : 32));
  }

  /** Leaves it to the system which local address a datagram is sent from. */
  void anyLocal(int index) {
    own.putLong(index * HEADER + CONTROL_ADDRESS, 0);
    own.putLong(index * HEADER + CONTROL_SIZE, 0);
  }

  /**
   * Says which local address a datagram is sent from.
   *
   * @param interfaceIndex 0 where the route is to decide
   */
  void local(int index, long high, long low, int interfaceIndex) {
    int control = controls + index * CONTROL;
    boolean ipv4 = isIpv4(high, low);
    int size = ipv4 ? IPV4_CONTROL : IPV6_CONTROL;
    own.putLong(control, size);
    own.putInt(control + 8, ipv4 ? IPPROTO_IP : IPPROTO_IPV6);
    own.putInt(control + 12, ipv4 ? IP_PKTINFO : IPV6_PKTINFO);
    if (ipv4) {
      own.putInt(control + 16, interfaceIndex);
      network.putInt(control + 20, (int) low);
      own.putInt(control + 24, 0);
    } else {
      network.putLong(control + 16, high);
      network.putLong(control + 24, low);
      own.putInt(control + 32, interfaceIndex);
    }
    own.putLong(index * HEADER + CONTROL_ADDRESS, address + control);
    own.putLong(index * HEADER + CONTROL_SIZE, (size + 7) & -8);
  }

  @Override
  public void close() {
    frame.close();
  }
}

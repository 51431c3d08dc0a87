package net.brim.engine.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Between whom a datagram goes. Addresses are the 128 bits of IPv6, one of IPv4 is {@code
 * ::ffff:a.b.c.d}: objects of the JDK's would cost as much as the rest of a small datagram.
 *
 * @param peerHigh the upper half of the peer's address
 * @param peerLow the lower half
 * @param peerScope the interface of a link-local address, 0 of others
 * @param hasLocal whether it matters, and is known, which of our addresses it came to
 * @param localHigh the upper half of our address
 * @param localLow the lower half
 * @param localInterface the interface that it came by, where known
 */
public record Route(
    long peerHigh,
    long peerLow,
    int peerPort,
    int peerScope,
    boolean hasLocal,
    long localHigh,
    long localLow,
    int localInterface) {

  /** What stands before the four bytes of an IPv4 address in the lower half of an IPv6 one. */
  private static final long MAPPED = 0xffff_0000_0000L;

  private static final int UPPER = 32;
  private static final int IPV6_BYTES = 16;
  private static final int IPV4_OFFSET = 12;

  /** {@code fe80::/10}, in the upper half. */
  private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;

  private static final long LINK_LOCAL_MASK = 0xffc0_0000_0000_0000L;

  /** To that peer, from an address that the system chooses. */
  public static Route to(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    if (address == null) {
      throw new IllegalArgumentException("the address is not resolved: " + peer);
    }
    int scope = address instanceof Inet6Address six ? six.getScopeId() : 0;
    return new Route(high(address), low(address), peer.getPort(), scope, false, 0, 0, 0);
  }

  static long high(InetAddress address) {
    return address instanceof Inet6Address ? ByteBuffer.wrap(address.getAddress()).getLong() : 0;
  }

  static long low(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? bytes.getLong(Long.BYTES)
        : MAPPED | Integer.toUnsignedLong(bytes.getInt());
  }

  /** The peer, as the JDK has it. */
  public InetSocketAddress peer() {
    return new InetSocketAddress(address(peerHigh, peerLow, peerScope), peerPort);
  }

  /** Our address, as the JDK has it; only where {@link #hasLocal}. */
  InetAddress local() {
    boolean linkLocal = (localHigh & LINK_LOCAL_MASK) == LINK_LOCAL;
    return address(localHigh, localLow, linkLocal ? localInterface : 0);
  }

  /** The interface to answer by: the route decides, but for link-local addresses. */
  public int answerInterface() {
    return (localHigh & LINK_LOCAL_MASK) == LINK_LOCAL ? localInterface : 0;
  }

  private static InetAddress address(long high, long low, int scope) {
    byte[] bytes = new byte[IPV6_BYTES];
    ByteBuffer.wrap(bytes).putLong(high).putLong(low);
    try {
      if (high == 0 && low >>> UPPER == MAPPED >>> UPPER) {
        return InetAddress.getByAddress(
            java.util.Arrays.copyOfRange(bytes, IPV4_OFFSET, IPV6_BYTES));
      }
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address of 16 bytes", impossible);
    }
  }
}

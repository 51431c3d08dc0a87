package net.brim.os;

import java.net.Inet6Address;

/** What is asked of UDP sockets beyond reading and writing. */
final class Datagrams {

  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IP_PKTINFO = 8;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int SO_MEMINFO = 55;

  /** Of the numbers that SO_MEMINFO gives, that of the datagrams which were dropped. */
  private static final int DROPS = 8;

  private static final int MEMORY_NUMBERS = 9;

  private static final CFunction SETSOCKOPT = CFunction.returningInt("setsockopt");
  private static final CFunction GETSOCKOPT = CFunction.returningInt("getsockopt");

  private Datagrams() {}

  static boolean isIpv4(int fd) {
    return !(SocketAddress.local(fd).getAddress() instanceof Inet6Address);
  }

  static void tellLocalAddresses(int fd) {
    enable(fd, IPPROTO_IP, IP_PKTINFO);
    if (!isIpv4(fd)) {
      enable(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO);
    }
  }

  private static void enable(int fd, int level, int option) {
    try (Frame frame = new Frame()) {
      Memory one = frame.allocate(Integer.BYTES);
      one.bytes().putInt(0, 1);
      if (SETSOCKOPT.call(frame, fd, level, option, one.address(), Integer.BYTES) == -1) {
        throw frame.failure("IP_PKTINFO of descriptor " + fd);
      }
    }
  }

  static long dropped(int fd) {
    try (Frame frame = new Frame()) {
      Memory numbers = frame.allocate(MEMORY_NUMBERS * Integer.BYTES);
      Memory size = frame.allocate(Integer.BYTES);
      size.bytes().putInt(0, MEMORY_NUMBERS * Integer.BYTES);
      if (GETSOCKOPT.call(
              frame, fd, Sockets.SOL_SOCKET, SO_MEMINFO, numbers.address(), size.address())
          == -1) {
        throw frame.failure("SO_MEMINFO of descriptor " + fd);
      }
      return Integer.toUnsignedLong(numbers.bytes().getInt(DROPS * Integer.BYTES));
    }
  }
}

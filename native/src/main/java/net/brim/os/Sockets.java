package net.brim.os;

import java.net.InetSocketAddress;

/** Sockets that listen for connections or get datagrams. */
final class Sockets {

  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOL_SOCKET = 1;

  private static final int SOCK_NONBLOCK = Descriptors.O_NONBLOCK;
  private static final int SOCK_CLOEXEC = Descriptors.O_CLOEXEC;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  static final CFunction SOCKET = CFunction.returningInt("socket");
  static final CFunction GETSOCKOPT = CFunction.returningInt("getsockopt");
  static final CFunction BIND = CFunction.returningInt("bind");

  private static final CFunction SETSOCKOPT = CFunction.returningInt("setsockopt");
  private static final CFunction LISTEN = CFunction.returningInt("listen");

  private Sockets() {}

  static int bindTcp(InetSocketAddress address, boolean reusePort) {
    return bind(SOCK_STREAM, address, reusePort);
  }

  static int bindUdp(InetSocketAddress address, boolean reusePort) {
    return bind(SOCK_DGRAM, address, reusePort);
  }

  private static int bind(int type, InetSocketAddress address, boolean reusePort) {
    try (Frame frame = new Frame()) {
      int family = SocketAddress.family(address);
      int fd = (int) SOCKET.call(frame, family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (fd == -1 || !bind(frame, fd, type, address, reusePort)) {
        OsException failure = frame.failure("bind " + SocketAddress.describe(address));
        closeIfOpen(fd);
        throw failure;
      }
      return fd;
    }
  }

  private static boolean bind(
      Frame frame, int fd, int type, InetSocketAddress address, boolean reusePort) {
    boolean anySix =
        SocketAddress.family(address) == SocketAddress.AF_INET6
            && address.getAddress().isAnyLocalAddress();
    Memory name = SocketAddress.inet(frame, address);
    // For UDP, SO_REUSEADDR would let another program take our datagrams.
    return (type != SOCK_STREAM || setOption(frame, fd, SOL_SOCKET, SO_REUSEADDR, 1))
        && (!reusePort || setOption(frame, fd, SOL_SOCKET, SO_REUSEPORT, 1))
        && (!anySix || setOption(frame, fd, IPPROTO_IPV6, IPV6_V6ONLY, 0))
        && BIND.call(frame, fd, name.address(), name.bytes().capacity()) == 0;
  }

  private static boolean setOption(Frame frame, int fd, int level, int option, int value) {
    Memory memory = frame.allocate(Integer.BYTES);
    memory.bytes().putInt(0, value);
    return SETSOCKOPT.call(frame, fd, level, option, memory.address(), Integer.BYTES) == 0;
  }

  static void closeIfOpen(int fd) {
    if (fd != -1) {
      Descriptors.close(fd);
    }
  }

  static void allowReusePort(int fd) {
    try (Frame frame = new Frame()) {
      if (!setOption(frame, fd, SOL_SOCKET, SO_REUSEPORT, 1)) {
        throw frame.failure("SO_REUSEPORT of descriptor " + fd);
      }
    }
  }

  static void listen(int fd, int backlog) {
    try (Frame frame = new Frame()) {
      if (LISTEN.call(frame, fd, backlog) == -1) {
        throw frame.failure("listen " + fd);
      }
    }
  }

  static void steer(int fd, int[] live) {
    try (Frame frame = new Frame()) {
      Memory program = SteeringProgram.of(frame, live);
      int size = program.bytes().capacity();
      if (SETSOCKOPT.call(frame, fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program.address(), size)
          == -1) {
        throw frame.failure("SO_ATTACH_REUSEPORT_CBPF of descriptor " + fd);
      }
    }
  }
}

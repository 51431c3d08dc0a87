package net.brim.os;

/** Looks at a descriptor that another program opened. */
final class InheritedSocket {

  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;

  private InheritedSocket() {}

  /** See {@link Os#listeningAddress}. */
  static java.net.SocketAddress listeningAddress(int fd) {
    int family = option(fd, SO_DOMAIN);
    boolean known =
        family == SocketAddress.AF_UNIX
            || family == SocketAddress.AF_INET
            || family == SocketAddress.AF_INET6;
    if (!known || option(fd, SO_TYPE) != Sockets.SOCK_STREAM) {
      throw unusable(fd, "a socket for neither TCP nor unix stream connections");
    }
    if (option(fd, SO_ACCEPTCONN) == 0) {
      throw unusable(fd, "a socket that does not listen");
    }
    return family == SocketAddress.AF_UNIX ? SocketAddress.localUnix(fd) : SocketAddress.local(fd);
  }

  /** See {@link Os#getsDatagrams}. */
  static boolean getsDatagrams(int fd) {
    int family = option(fd, SO_DOMAIN);
    return (family == SocketAddress.AF_INET || family == SocketAddress.AF_INET6)
        && option(fd, SO_TYPE) == Sockets.SOCK_DGRAM;
  }

  private static int option(int fd, int option) {
    try (Frame frame = new Frame()) {
      Memory value = frame.allocate(Integer.BYTES);
      Memory size = frame.allocate(Integer.BYTES);
      size.bytes().putInt(0, Integer.BYTES);
      if (Sockets.GETSOCKOPT.call(
              frame, fd, Sockets.SOL_SOCKET, option, value.address(), size.address())
          == -1) {
        throw switch (frame.errno()) {
          case Errno.EBADF -> new OsException("descriptor " + fd, Errno.EBADF, "not open");
          case Errno.ENOTSOCK -> unusable(fd, "no socket");
          default -> frame.failure("getsockopt " + fd);
        };
      }
      return value.bytes().getInt(0);
    }
  }

  private static OsException unusable(int fd, String what) {
    return new OsException("descriptor " + fd, Errno.ENOTSOCK, what);
  }
}

package net.brim.os;

import java.nio.file.Path;
import java.util.Objects;

/** Sockets that files name: listening ones, pairs and datagrams. */
final class UnixSockets {

  private static final int SOCK_STREAM = Sockets.SOCK_STREAM;
  private static final int SOCK_NONBLOCK = Descriptors.O_NONBLOCK;
  private static final int SOCK_CLOEXEC = Descriptors.O_CLOEXEC;

  /** MSG_DONTWAIT, and MSG_NOSIGNAL where the reader is gone. */
  static final int WITHOUT_WAITING = 0x40 | 0x4000;

  private static final CFunction SOCKETPAIR = CFunction.returningInt("socketpair");
  private static final CFunction CONNECT = CFunction.returningInt("connect").restarting();
  private static final CFunction SEND = CFunction.returningLong("send").restarting();

  private UnixSockets() {}

  static int[] pair() {
    try (Frame frame = new Frame()) {
      Memory ends = frame.allocate(2 * Integer.BYTES);
      int type = SOCK_STREAM | SOCK_CLOEXEC;
      if (SOCKETPAIR.call(frame, SocketAddress.AF_UNIX, type, 0, ends.address()) == -1) {
        throw frame.failure("socketpair");
      }
      return new int[] {ends.bytes().getInt(), ends.bytes().getInt()};
    }
  }

  /** See {@link Os#bindUnix}. */
  static int bind(Path path) {
    try (Frame frame = new Frame()) {
      Memory name = SocketAddress.unix(frame, "bind", path);
      int fd = open(frame, SOCK_STREAM | SOCK_NONBLOCK);
      if (fd == -1 || Sockets.BIND.call(frame, fd, name.address(), name.bytes().capacity()) == -1) {
        OsException failure = frame.failure("bind " + path);
        Sockets.closeIfOpen(fd);
        throw failure;
      }
      return fd;
    }
  }

  /** See {@link Os#isLive}. */
  static boolean isLive(Path path) {
    try (Frame frame = new Frame()) {
      Memory name = SocketAddress.unix(frame, "connect", path);
      int fd = open(frame, SOCK_STREAM | SOCK_NONBLOCK);
      if (fd == -1) {
        throw frame.failure("connect " + path);
      }
      try {
        return CONNECT.call(frame, fd, name.address(), name.bytes().capacity()) == 0
            || isSignOfLife(frame, path);
      } finally {
        Descriptors.close(fd);
      }
    }
  }

  private static boolean isSignOfLife(Frame frame, Path path) {
    return switch (frame.errno()) {
      case Errno.EAGAIN, Errno.EPROTOTYPE -> true; // a full queue, a socket of datagrams
      case Errno.ECONNREFUSED, Errno.ENOENT -> false;
      default -> throw frame.failure("connect " + path);
    };
  }

  private static int open(Frame frame, int type) {
    return (int) Sockets.SOCKET.call(frame, SocketAddress.AF_UNIX, type | SOCK_CLOEXEC, 0);
  }

  static int connectDatagram(Path path) {
    try (Frame frame = new Frame()) {
      Memory name =
          path.toString().startsWith("@")
              ? SocketAddress.abstractUnix(frame, path.toString())
              : SocketAddress.unix(frame, "connect", path);
      int fd = open(frame, Sockets.SOCK_DGRAM);
      if (fd == -1 || CONNECT.call(frame, fd, name.address(), name.bytes().capacity()) == -1) {
        OsException failure = frame.failure("connect " + path);
        Sockets.closeIfOpen(fd);
        throw failure;
      }
      return fd;
    }
  }

  static boolean sendDatagram(int fd, byte[] bytes, int length) {
    Objects.checkFromIndexSize(0, length, bytes.length);
    try (Frame frame = new Frame()) {
      Memory datagram = frame.allocate(length);
      datagram.bytes().put(bytes, 0, length);
      if (SEND.call(frame, fd, datagram.address(), length, WITHOUT_WAITING) != -1) {
        return true;
      }
      return refused(frame, "send " + length + " bytes to descriptor " + fd);
    }
  }

  /** False where the reader is slow, full or gone. */
  static boolean refused(Frame frame, String call) {
    return switch (frame.errno()) {
      case Errno.EAGAIN,
          Errno.ENOBUFS,
          Errno.ECONNREFUSED,
          Errno.ECONNRESET,
          Errno.ENOTCONN,
          Errno.EPIPE ->
          false;
      default -> throw frame.failure(call);
    };
  }
}

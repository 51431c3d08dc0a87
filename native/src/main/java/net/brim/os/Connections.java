package net.brim.os;

import java.util.Objects;

/**
 * Connections that one thread serves many of: no call here waits.
 *
 * <pre>
 * struct ucred:  0 pid (int)   4 uid (int)   8 gid (int)
 * </pre>
 */
final class Connections {

  private static final int NOTHING_NOW = -1;
  private static final int SHUT_WR = 1;
  private static final int SO_PEERCRED = 17;
  private static final int UCRED = 12;
  private static final int UID = 4;
  private static final int FLAGS = Descriptors.O_NONBLOCK | Descriptors.O_CLOEXEC;

  private static final CFunction ACCEPT4 = CFunction.returningInt("accept4").restarting();
  private static final CFunction SHUTDOWN = CFunction.returningInt("shutdown");

  private Connections() {}

  /** See {@link Os#accept}. */
  static int accept(int fd) {
    try (Frame frame = new Frame()) {
      int connection = (int) ACCEPT4.call(frame, fd, 0, 0, FLAGS);
      if (connection == -1
          && frame.errno() != Errno.EAGAIN
          && frame.errno() != Errno.ECONNABORTED) {
        throw frame.failure("accept " + fd);
      }
      return connection;
    }
  }

  /** See {@link Os#tryRead}. */
  static int tryRead(int fd, byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(length);
      int count = (int) Descriptors.READ.call(frame, fd, memory.address(), length);
      if (count == -1) {
        return nothing(frame, "read " + fd);
      }
      memory.bytes().get(into, offset, count);
      return count;
    }
  }

  /** See {@link Os#tryWrite}. */
  static int tryWrite(int fd, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(length);
      memory.bytes().put(bytes, offset, length);
      int count = (int) Descriptors.WRITE.call(frame, fd, memory.address(), length);
      return count == -1 ? nothing(frame, "write " + fd) : count;
    }
  }

  private static int nothing(Frame frame, String call) {
    if (frame.errno() != Errno.EAGAIN) {
      throw frame.failure(call);
    }
    return NOTHING_NOW;
  }

  /** See {@link Os#peerUserId}. */
  static int peerUserId(int fd) {
    try (Frame frame = new Frame()) {
      Memory credentials = frame.allocate(UCRED);
      Memory size = frame.allocate(Integer.BYTES);
      size.bytes().putInt(0, UCRED);
      long result =
          Sockets.GETSOCKOPT.call(
              frame, fd, Sockets.SOL_SOCKET, SO_PEERCRED, credentials.address(), size.address());
      if (result == -1) {
        throw frame.failure("SO_PEERCRED of descriptor " + fd);
      }
      return credentials.bytes().getInt(UID);
    }
  }

  /** See {@link Os#shutDownOutput}. */
  static void shutDownOutput(int fd) {
    try (Frame frame = new Frame()) {
      if (SHUTDOWN.call(frame, fd, SHUT_WR) == -1) {
        throw frame.failure("shutdown " + fd);
      }
    }
  }
}

package net.brim.os;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Signals to processes and the ends of children.
 *
 * <pre>
 * siginfo_t:  8 code (int)   16 pid (int)   24 status or signal (int)   128 in all
 * </pre>
 */
final class Children {

  private static final int P_ALL = 0;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;
  private static final int CLD_EXITED = 1;
  private static final int INFO_SIZE = 128;
  private static final int INFO_CODE = 8;
  private static final int INFO_PID = 16;
  private static final int INFO_STATUS = 24;

  private static final CFunction KILL = CFunction.returningInt("kill");
  private static final CFunction WAITPID = CFunction.returningInt("waitpid").restarting();

  private static final CFunction WAITID = CFunction.returningInt("waitid").restarting();

  private Children() {}

  static boolean kill(int pid, int signal) {
    if (pid == 0 || pid == -1) {
      throw new IllegalArgumentException("pid " + pid + " would reach more than one process");
    }
    try (Frame frame = new Frame()) {
      if (KILL.call(frame, pid, signal) == 0) {
        return true;
      }
      if (frame.errno() == Errno.ESRCH) {
        return false;
      }
      throw frame.failure("kill " + pid + " with " + Signals.name(signal));
    }
  }

  /** See {@link Os#awaitChild}. */
  static Optional<ChildExit> awaitAny() {
    try (Frame frame = new Frame()) {
      Memory info = frame.allocate(INFO_SIZE);
      if (WAITID.call(frame, P_ALL, 0, info.address(), WEXITED | WNOWAIT) == 0) {
        return Optional.of(decode(info.bytes()));
      }
      if (frame.errno() == Errno.ECHILD) {
        return Optional.empty();
      }
      throw frame.failure("waitid");
    }
  }

  private static ChildExit decode(ByteBuffer info) {
    int status = info.getInt(INFO_STATUS);
    return info.getInt(INFO_CODE) == CLD_EXITED
        ? new ChildExit(info.getInt(INFO_PID), status, 0)
        : new ChildExit(info.getInt(INFO_PID), -1, status);
  }

  static ChildExit waitFor(int pid) {
    if (pid <= 0) {
      throw new IllegalArgumentException("pid " + pid + " does not name one process");
    }
    try (Frame frame = new Frame()) {
      Memory status = frame.allocate(Integer.BYTES);
      if (WAITPID.call(frame, pid, status.address(), 0) == -1) {
        throw frame.failure("waitpid " + pid);
      }
      return decode(pid, status.bytes().getInt(0));
    }
  }

  /** The lowest 7 bits are the signal; where it is 0, the next byte above bit 7 is the status. */
  private static ChildExit decode(int pid, int status) {
    int signal = status & 0x7f;
    return signal == 0
        ? new ChildExit(pid, status >>> 8 & 0xff, 0)
        : new ChildExit(pid, -1, signal);
  }
}

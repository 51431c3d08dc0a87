package net.brim.os;

import java.util.Optional;

/** Signals to processes and the ends of children. */
final class Children {

  private static final CFunction KILL = CFunction.returningInt("kill");
  private static final CFunction WAITPID = CFunction.returningInt("waitpid").restarting();

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

  static Optional<ChildExit> waitForAny() {
    try (Frame frame = new Frame()) {
      Memory status = frame.allocate(Integer.BYTES);
      int pid = (int) WAITPID.call(frame, -1, status.address(), 0);
      if (pid == -1 && frame.errno() == Errno.ECHILD) {
        return Optional.empty();
      }
      if (pid == -1) {
        throw frame.failure("waitpid");
      }
      return Optional.of(decode(pid, status.bytes().getInt(0)));
    }
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

package net.brim.os;

/**
 * The signals that this process ignores, which a program started by {@code execve} would ignore
 * too.
 */
final class IgnoredSignals {

  private static final int LAST = 64;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;

  /** {@code struct sigaction} begins with the handler and has 152 bytes. */
  private static final int SIGACTION_SIZE = 152;

  private static final CFunction SIGACTION = CFunction.returningInt("sigaction");
  private static final CFunction SIGNAL = CFunction.returningLong("signal");

  private IgnoredSignals() {}

  /** Gives the ignored signals their default action and returns them, one bit each. */
  static long reset(Frame frame) {
    SIGNAL.resolve();
    Memory action = frame.allocate(SIGACTION_SIZE);
    long ignored = 0;
    for (int signal = 1; signal <= LAST; signal++) {
      boolean known = SIGACTION.call(frame, signal, 0, action.address()) == 0;
      if (known && action.bytes().getLong(0) == SIG_IGN) {
        SIGNAL.call(frame, signal, SIG_DFL);
        ignored |= 1L << (signal - 1);
      }
    }
    return ignored;
  }

  /** Ignores those signals again. */
  static void restore(Frame frame, long ignored) {
    for (int signal = 1; signal <= LAST; signal++) {
      if ((ignored >>> (signal - 1) & 1) != 0) {
        SIGNAL.call(frame, signal, SIG_IGN);
      }
    }
  }
}

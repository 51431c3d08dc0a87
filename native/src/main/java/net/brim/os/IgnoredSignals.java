package net.brim.os;

import java.util.ArrayList;
import java.util.List;

/**
 * The signals that this process ignores, which a program started by {@code execve} would ignore
 * too.
 *
 * <p>A JVM unblocks HUP, INT and TERM when it starts, before it has handlers for them, but not
 * where they are ignored. So what is held back from a program is blocked and ignored: the system
 * keeps for it what comes, since what is blocked may get a handler.
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

  /** Ignores those signals, and returns what was done at each. */
  static List<Memory> ignore(Frame frame, List<Integer> signals) {
    Memory ignoring = frame.allocate(SIGACTION_SIZE);
    ignoring.bytes().putLong(0, SIG_IGN);
    var before = new ArrayList<Memory>();
    for (int signal : signals) {
      Memory action = frame.allocate(SIGACTION_SIZE);
      SIGACTION.call(frame, signal, ignoring.address(), action.address());
      before.add(action);
    }
    return before;
  }

  /** Does at those signals again what was done before. */
  static void handle(Frame frame, List<Integer> signals, List<Memory> before) {
    for (int i = 0; i < signals.size(); i++) {
      SIGACTION.call(frame, signals.get(i), before.get(i).address(), 0);
    }
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

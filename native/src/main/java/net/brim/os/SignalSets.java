package net.brim.os;

import java.util.List;

/** Sets of signals ({@code sigset_t}, 128 bytes) and the mask of a thread. */
final class SignalSets {

  private static final int SIZE = 128;
  private static final int SIG_SETMASK = 2;

  private static final CFunction PTHREAD_SIGMASK = CFunction.returningInt("pthread_sigmask");

  private SignalSets() {}

  static Memory none(Frame frame) {
    return frame.allocate(SIZE);
  }

  static Memory of(Frame frame, List<Integer> signals) {
    Memory set = frame.allocate(SIZE);
    for (int signal : signals) {
      int bit = signal - 1;
      int at = bit / Long.SIZE * Long.BYTES;
      set.bytes().putLong(at, set.bytes().getLong(at) | 1L << bit % Long.SIZE);
    }
    return set;
  }

  /** See {@link Os#unblockSignals}. */
  static void unblock(Runnable handlers) {
    try (Frame frame = new Frame()) {
      var _ = IgnoredSignals.reset(frame); // a JVM makes no handler for what is ignored
      handlers.run();
      var _ = mask(frame, none(frame));
    }
  }

  /** Every signal, those that glibc keeps for its threads too, which sigfillset leaves out. */
  static Memory all(Frame frame) {
    Memory set = frame.allocate(SIZE);
    for (int i = 0; i < SIZE; i += Long.BYTES) {
      set.bytes().putLong(i, -1);
    }
    return set;
  }

  /** Sets the mask of the calling thread and returns the one before. */
  static Memory mask(Frame frame, Memory blocked) {
    Memory before = frame.allocate(SIZE);
    int error = (int) PTHREAD_SIGMASK.call(frame, SIG_SETMASK, blocked.address(), before.address());
    if (error != 0) {
      throw Frame.failure("pthread_sigmask", error);
    }
    return before;
  }
}

package net.brim.os;

/** Sets of signals ({@code sigset_t}, 128 bytes) and the mask of a thread. */
final class SignalSets {

  private static final int SIZE = 128;
  private static final int SIG_SETMASK = 2;

  private static final CFunction PTHREAD_SIGMASK = CFunction.returningInt("pthread_sigmask");

  private SignalSets() {}

  static Memory none(Frame frame) {
    return frame.allocate(SIZE);
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

package net.brim.os;

/**
 * The single rights that Linux makes of those of root, and what would give them back.
 *
 * <p>The kernel keeps sets of them for each thread. It empties those in force when all ids of a
 * thread stop being root's, unless whoever started us told it not to, by "securebits"; what a
 * program gets that a thread runs depends on three more:
 *
 * <pre>
 * permitted, effective   in force; emptied with the ids of root
 * ambient                kept by programs; emptied with the ids of root
 * inheritable            added to by programs that have such file capabilities; stays
 * bounding               the most that programs can give; stays
 * </pre>
 *
 * <p>{@code struct header}: 0 version, 4 thread (0 for this one); {@code struct data}: twice, for
 * capabilities from 0 and from 32: effective, permitted, inheritable.
 */
final class Capabilities {

  private static final int VERSION_3 = 0x20080522;
  private static final int HEADER_SIZE = 8;
  private static final int DATA_SIZE = 2 * 3 * Integer.BYTES;
  private static final int MOST = 64;

  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_GET_SECUREBITS = 27;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int SECBIT_NO_SETUID_FIXUP = 4;
  private static final int SECBIT_KEEP_CAPS = 16;

  /** Variadic in C, which makes no difference to integers in registers. */
  private static final CFunction PRCTL = CFunction.returningInt("prctl");

  private static final CFunction CAPSET = CFunction.returningInt("capset");

  private Capabilities() {}

  /** See {@link Os#denyNewPrivileges}. */
  static void denyNewPrivileges() {
    try (Frame frame = new Frame()) {
      if (PRCTL.call(frame, PR_SET_NO_NEW_PRIVS, 1) == -1) {
        throw frame.failure("denying new privileges");
      }
    }
  }

  /**
   * Empties the bounding set where no program is to give rights anyway; while we are root, who may.
   * In a container root may not have that right: then no program gives any all the same.
   */
  static void limit(Frame frame) {
    if (PRCTL.call(frame, PR_GET_NO_NEW_PRIVS) != 1) {
      return;
    }
    int capability = 0;
    while (capability < MOST && PRCTL.call(frame, PR_CAPBSET_DROP, capability) == 0) {
      capability++;
    }
  }

  /**
   * Empties all other sets of this thread, of which the kernel has emptied those in force in all.
   *
   * @throws OsException where it was told not to
   */
  static void giveUp(Frame frame, String call) {
    long bits = PRCTL.call(frame, PR_GET_SECUREBITS);
    if ((bits & (SECBIT_NO_SETUID_FIXUP | SECBIT_KEEP_CAPS)) != 0) {
      throw new OsException(
          call, 0, "the securebits 0x%x keep the capabilities of root".formatted(bits));
    }
    Memory header = frame.allocate(HEADER_SIZE);
    header.bytes().putInt(VERSION_3);
    Memory none = frame.allocate(DATA_SIZE);
    if (PRCTL.call(frame, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL) == -1
        || CAPSET.call(frame, header.address(), none.address()) == -1) {
      throw frame.failure(call + ", without capabilities");
    }
  }
}

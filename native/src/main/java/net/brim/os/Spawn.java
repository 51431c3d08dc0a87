package net.brim.os;

import java.util.List;

/**
 * Starting a program with {@code posix_spawn}, which does not copy this process.
 *
 * <p>The child moves its descriptors in two steps, so that none is overwritten before it is copied:
 *
 * <pre>
 * sources (any order, any overlap)  ──▶  spare numbers above all of them  ──▶  0 … n-1;  n … are closed
 * </pre>
 */
final class Spawn {

  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;

  /** More than the opaque types need: {@code posix_spawnattr_t} has 336 bytes, the other one 80. */
  private static final int OPAQUE_SIZE = 512;

  private static final CFunction SPAWN = CFunction.returningInt("posix_spawn");
  private static final CFunction ACTIONS_INIT =
      CFunction.returningInt("posix_spawn_file_actions_init");
  private static final CFunction ACTIONS_DESTROY =
      CFunction.returningInt("posix_spawn_file_actions_destroy");
  private static final CFunction ADD_DUP2 =
      CFunction.returningInt("posix_spawn_file_actions_adddup2");
  private static final CFunction ADD_CLOSE_FROM =
      CFunction.returningInt("posix_spawn_file_actions_addclosefrom_np");
  private static final CFunction ATTRIBUTES_INIT = CFunction.returningInt("posix_spawnattr_init");
  private static final CFunction SET_FLAGS = CFunction.returningInt("posix_spawnattr_setflags");
  private static final CFunction SET_MASK = CFunction.returningInt("posix_spawnattr_setsigmask");
  private static final CFunction SET_DEFAULT =
      CFunction.returningInt("posix_spawnattr_setsigdefault");

  private Spawn() {}

  /** See {@link Os#spawn}. */
  static int spawn(Program program) {
    String path = program.command().getFirst();
    try (Frame frame = new Frame()) {
      long attributes = attributes(frame, program.newSession());
      long arguments = frame.strings(program.command());
      long environment = frame.strings(program.environment());
      Memory pid = frame.allocate(Integer.BYTES);
      long actions = frame.allocate(OPAQUE_SIZE).address();
      check("posix_spawn_file_actions_init", ACTIONS_INIT.call(frame, actions));
      try {
        addMoves(frame, actions, program.descriptors());
        long error =
            SPAWN.call(
                frame,
                pid.address(),
                frame.string(path),
                actions,
                attributes,
                arguments,
                environment);
        check("spawn ", path, error);
      } finally {
        ACTIONS_DESTROY.call(frame, actions);
      }
      return pid.bytes().getInt(0);
    }
  }

  /** No signal blocked, none ignored. Its memory is all that it owns, so nothing destroys it. */
  private static long attributes(Frame frame, boolean newSession) {
    long attributes = frame.allocate(OPAQUE_SIZE).address();
    int flags = SETSIGDEF | SETSIGMASK | (newSession ? SETSID : 0);
    check("posix_spawnattr_init", ATTRIBUTES_INIT.call(frame, attributes));
    check("posix_spawnattr_setflags", SET_FLAGS.call(frame, attributes, flags));
    long none = SignalSets.none(frame).address();
    check("posix_spawnattr_setsigmask", SET_MASK.call(frame, attributes, none));
    long all = SignalSets.all(frame).address();
    check("posix_spawnattr_setsigdefault", SET_DEFAULT.call(frame, attributes, all));
    return attributes;
  }

  private static void addMoves(Frame frame, long actions, List<Integer> sources) {
    int count = sources.size();
    int spare = count;
    for (int source : sources) {
      spare = Math.max(spare, source + 1);
    }
    for (int i = 0; i < count; i++) {
      addMove(frame, actions, sources.get(i), spare + i);
    }
    for (int i = 0; i < count; i++) {
      addMove(frame, actions, spare + i, i);
    }
    check("posix_spawn_file_actions_addclosefrom_np", ADD_CLOSE_FROM.call(frame, actions, count));
  }

  private static void addMove(Frame frame, long actions, int from, int to) {
    int error = (int) ADD_DUP2.call(frame, actions, from, to);
    if (error != 0) {
      throw Frame.failure("passing descriptor " + from + " as " + to, error);
    }
  }

  private static void check(String call, long error) {
    check(call, "", error);
  }

  private static void check(String call, String subject, long error) {
    if (error != 0) {
      throw Frame.failure(call + subject, (int) error);
    }
  }
}

package net.brim.os;

import java.util.Arrays;
import java.util.List;

/**
 * Replacing this process by a program, with {@code execve}.
 *
 * <p>Moving the descriptors may overwrite those that the JVM reads classes from. So everything is
 * looked up before, nothing is loaded in between, and all is put back where the system refuses.
 * Linux has what it needs since 5.11.
 *
 * <pre>
 * keep      copies of the sources, and of what stands at 0 … n-1; all above n-1 and CLOEXEC
 * move      copies ──▶ 0 … n-1, which stay open;  CLOEXEC on n …
 * execve    returns only where it is refused
 * restore   what stood at 0 … n-1
 * </pre>
 */
final class Exec {

  private static final int X_OK = 1;
  private static final int F_GETFD = 1;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int FD_CLOEXEC = 1;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int NONE = -1;

  private static final CFunction ACCESS = CFunction.returningInt("access");
  private static final CFunction DUP2 = CFunction.returningInt("dup2").restarting();
  private static final CFunction DUP3 = CFunction.returningInt("dup3").restarting();
  private static final CFunction CLOSE_RANGE = CFunction.returningInt("close_range");
  private static final CFunction EXECVE = CFunction.returningInt("execve");
  private static final CFunction GETPID = CFunction.returningInt("getpid");
  private static final CFunction GETSID = CFunction.returningInt("getsid");
  private static final CFunction SETSID = CFunction.returningInt("setsid");

  private final Frame frame;
  private final int count;
  private final int[] sources;
  private final int[] before;
  private final int[] beforeFlags;

  private Exec(Frame frame, int count) {
    this.frame = frame;
    this.count = count;
    sources = new int[count];
    before = new int[count];
    beforeFlags = new int[count];
    Arrays.fill(sources, NONE);
    Arrays.fill(before, NONE);
  }

  /** See {@link Os#exec}. */
  static void exec(Program program) {
    try (Frame frame = new Frame()) {
      new Exec(frame, program.descriptors().size()).run(program);
    }
  }

  private void run(Program program) {
    String call = "exec " + program.command().getFirst();
    long path = frame.string(program.command().getFirst());
    if (ACCESS.call(frame, path, X_OK) == -1) {
      throw frame.failure(call);
    }
    if (program.newSession()) {
      leadSession();
    }
    long arguments = frame.strings(program.command());
    long environment = frame.strings(program.environment());
    try {
      keep(program.descriptors());
      throw Frame.failure(call, replace(path, arguments, environment, program.heldBack()));
    } finally {
      closeCopies();
    }
  }

  private void leadSession() {
    long self = GETPID.call(frame);
    if (GETSID.call(frame, 0) != self && SETSID.call(frame) == -1) {
      throw frame.failure("setsid");
    }
  }

  private void keep(List<Integer> descriptors) {
    for (int i = 0; i < count; i++) {
      int source = descriptors.get(i);
      sources[i] = copy(source);
      if (sources[i] == NONE) {
        throw frame.failure("passing descriptor " + source + " as " + i);
      }
    }
    for (int i = 0; i < count; i++) {
      before[i] = copy(i);
      if (before[i] != NONE) {
        beforeFlags[i] = (int) Descriptors.FCNTL.call(frame, i, F_GETFD);
      } else if (frame.errno() != Errno.EBADF) {
        throw frame.failure("keeping descriptor " + i);
      }
    }
  }

  private int copy(int fd) {
    return (int) Descriptors.FCNTL.call(frame, fd, F_DUPFD_CLOEXEC, count);
  }

  /** Returns only with the reason why the system refused. */
  private int replace(long path, long arguments, long environment, List<Integer> heldBack) {
    for (CFunction needed : List.of(DUP2, DUP3, CLOSE_RANGE, EXECVE, Descriptors.CLOSE)) {
      needed.resolve();
    }
    Memory mask = SignalSets.mask(frame, SignalSets.of(frame, heldBack));
    long ignored = IgnoredSignals.reset(frame);
    List<Memory> handled = IgnoredSignals.ignore(frame, heldBack);
    int error = move(path, arguments, environment);
    restore();
    IgnoredSignals.handle(frame, heldBack, handled);
    IgnoredSignals.restore(frame, ignored);
    SignalSets.mask(frame, mask);
    return error;
  }

  private int move(long path, long arguments, long environment) {
    for (int i = 0; i < count; i++) {
      if (DUP2.call(frame, sources[i], i) == -1) {
        return frame.errno();
      }
    }
    if (CLOSE_RANGE.call(frame, count, -1, CLOSE_RANGE_CLOEXEC) != -1) {
      EXECVE.call(frame, path, arguments, environment);
    }
    return frame.errno();
  }

  private void restore() {
    for (int i = 0; i < count; i++) {
      long result =
          before[i] == NONE
              ? Descriptors.CLOSE.call(frame, i)
              : DUP3.call(frame, before[i], i, closesOnExec(i) ? Descriptors.O_CLOEXEC : 0);
      if (result == -1) {
        throw frame.failure("putting back descriptor " + i);
      }
    }
  }

  private boolean closesOnExec(int target) {
    return (beforeFlags[target] & FD_CLOEXEC) != 0;
  }

  private void closeCopies() {
    for (int i = 0; i < count; i++) {
      close(sources[i]);
      close(before[i]);
    }
  }

  private static void close(int fd) {
    if (fd != NONE) {
      Descriptors.close(fd);
    }
  }
}

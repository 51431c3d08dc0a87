package net.brim.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import net.brim.os.Os;
import org.jspecify.annotations.Nullable;

/** What can be found out about a supervisor that runs. */
final class Running {

  private static final long PAUSE_MILLIS = 10;

  private Running() {}

  /** The pid of the supervisor that holds the pid file; empty where none does. */
  static OptionalInt supervisor(Os os, @Nullable Path pidFile) {
    return pidFile == null ? OptionalInt.empty() : os.lockHolder(pidFile);
  }

  /** Whether the process has ended, even where its parent has not heard of it yet. */
  static boolean hasEnded(int pid) {
    String stat = OwnProcess.read(Path.of("/proc/" + pid + "/stat"));
    // pid (name) state …: the name may contain anything, so the state is found from the right.
    return stat == null || "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
  }

  /** Waits until something is so; false where it was not within that time. */
  static boolean await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() >= deadline) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

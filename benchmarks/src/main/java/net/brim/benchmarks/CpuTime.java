package net.brim.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor time of a process with all that descend from it, as the kernel accounts it. */
final class CpuTime {

  /** Clock ticks a second: what the kernel shows to programs, the same on all machines of Linux. */
  private static final double TICKS = 100;

  /** Where utime, stime, cutime and cstime are, counted from what follows the name. */
  private static final int FIRST = 11;

  private static final int LAST = 14;

  private CpuTime() {}

  /**
   * User and system time in seconds, so far; ended descendants count where they were waited for.
   */
  static double seconds(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).mapToLong(CpuTime::ticks).sum()
        / TICKS;
  }

  private static long ticks(ProcessHandle process) {
    try {
      return ticks(Files.readString(Path.of("/proc/" + process.pid() + "/stat")));
    } catch (IOException e) {
      if (!process.isAlive()) {
        return 0;
      }
      throw new UncheckedIOException(e);
    }
  }

  /** From a line of {@code /proc/PID/stat}, in which the name may hold blanks and parentheses. */
  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int i = FIRST; i <= LAST; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }
}

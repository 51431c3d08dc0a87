package net.brim.benchmarks;

import java.time.Duration;

/** Tells on standard error what is being done, and how long the rest will take. */
public final class Progress {

  /** What starting wrk and ending it takes beyond its time, in seconds. */
  private static final double OVERHEAD = 0.3;

  private double left;

  /** Prepares for so many steps of each kind. */
  void expect(int cells, int warmUp, int rounds, int seconds) {
    left = cells * (warmUp + OVERHEAD + rounds * (seconds + OVERHEAD));
    System.err.printf(
        "%d measurements in each of %d rounds of %d s, after warming up for %d s each: %s%n",
        cells, rounds, seconds, warmUp, text());
  }

  void step(String what, int seconds) {
    System.err.printf("%-64s %s left%n", what, text());
    left -= seconds + OVERHEAD;
  }

  /** One line. */
  public static void say(String line) {
    System.err.println(line);
  }

  private String text() {
    Duration time = Duration.ofSeconds(Math.max(0, Math.round(left)));
    return time.toMinutes() > 0
        ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + " s";
  }
}

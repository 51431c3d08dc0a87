package net.brim.server.supervisor;

import java.time.Duration;

/** Durations as people say them. */
final class Durations {

  private Durations() {}

  /** Such as {@code 350 ms}, {@code 12.3 s}, {@code 5 min}, {@code 3 h}. */
  static String describe(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis % 1_000 == 0
          ? millis / 1_000 + " s"
          : "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
    }
    return millis < 3_600_000 ? millis / 60_000 + " min" : millis / 3_600_000 + " h";
  }
}

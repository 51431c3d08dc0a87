package net.brim.benchmarks;

/** What the sockets of a load saw; for one thread. */
final class UdpFigures {

  private static final int LONGEST_MICROS = 1_000_000;
  private static final int NANOS = 1000;

  private final int[] latencies = new int[LONGEST_MICROS + 1];
  private long answers;
  private long errors;

  /**
   * An answer came.
   *
   * @param nanos after how long; -1 where it was a wrong one
   */
  void answered(long nanos) {
    if (nanos < 0) {
      errors++;
      return;
    }
    answers++;
    latencies[(int) Math.min(LONGEST_MICROS, nanos / NANOS)]++;
  }

  void lost(int count) {
    errors += count;
  }

  long answers() {
    return answers;
  }

  long errors() {
    return errors;
  }

  /** Microseconds within which such a part of the answers came. */
  int percentile(double part) {
    long wanted = (long) Math.ceil(answers * part);
    long seen = 0;
    for (int micros = 0; micros < latencies.length; micros++) {
      seen += latencies[micros];
      if (seen >= wanted) {
        return micros;
      }
    }
    return LONGEST_MICROS;
  }
}

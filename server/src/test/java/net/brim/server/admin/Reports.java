package net.brim.server.admin;

import java.util.Arrays;
import net.brim.server.control.StatusReport;

/** Reports for tests. */
final class Reports {

  private Reports() {}

  /** Of workers such as {@code http/0 ready}. */
  static StatusReport of(String phase, String... workers) {
    return new StatusReport(
        812,
        5_000,
        phase,
        Arrays.stream(workers).map(text -> worker(text.split("[/ ]", 3))).toList());
  }

  private static StatusReport.Worker worker(String[] words) {
    return new StatusReport.Worker(words[0], words[1], 900, words[2], 4_000, 1, -1, 3);
  }
}

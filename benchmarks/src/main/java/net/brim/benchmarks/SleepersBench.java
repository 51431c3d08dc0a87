package net.brim.benchmarks;

import java.io.IOException;

/** Many clients at once of an app that sleeps for 100 ms, on one worker of one hub. */
final class SleepersBench {

  private static final int SECONDS = 10;
  private static final int WARM_UP_SECONDS = 5;
  private static final double SLEEP = 0.1;

  private final Workplace work;
  private final int clients;

  SleepersBench(Workplace work, int clients) {
    this.work = work;
    this.clients = clients;
  }

  void run() throws IOException, InterruptedException, UnavailableException {
    var wrk = new Wrk(work);
    try (var brim = CrowdedBrim.start(work, "sleepers", "SleepApp", clients)) {
      Progress.say("warming up for " + WARM_UP_SECONDS + " s, then " + SECONDS + " s");
      wrk.run(brim.origin(), Scenario.HELLO, clients, WARM_UP_SECONDS);
      double before = brim.cpuSeconds();
      Wrk.Outcome outcome = wrk.run(brim.origin(), Scenario.HELLO, clients, SECONDS);
      double cpu = brim.cpuSeconds() - before;
      System.out.printf(
          "%n%d clients at once, an app that sleeps 100 ms, one worker of one hub%n%n"
              + "%12s %12s %10s %10s %10s %8s %10s%n"
              + "%,12.0f %,12.0f %7.1f ms %7.1f ms %7.1f ms %8d %9.0f%%%n%n"
              + "Most that is possible: the number of clients in each tenth of a second.%n",
          clients,
          "requests/s",
          "possible",
          "p50",
          "p99",
          "p99.9",
          "errors",
          "processor",
          outcome.rate(),
          clients / SLEEP,
          outcome.p50() / 1000,
          outcome.p99() / 1000,
          outcome.p999() / 1000,
          outcome.errors(),
          100 * cpu / outcome.seconds());
    }
  }
}

package net.brim.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether others notice many clients that send their heads a byte at a time. */
final class SlowHeadsBench {

  private static final int OTHERS = 16;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 10;

  private final Workplace work;
  private final Wrk wrk;
  private final int connections;

  SlowHeadsBench(Workplace work, int connections) {
    this.work = work;
    this.wrk = new Wrk(work);
    this.connections = connections;
  }

  void run() throws IOException, InterruptedException, UnavailableException {
    try (var brim = CrowdedBrim.start(work, "slow", "ScenarioApp", connections)) {
      Progress.say("warming up");
      wrk.run(brim.origin(), Scenario.HELLO, OTHERS, SECONDS);
      List<Wrk.Outcome> quiet = measure(brim, "quiet");
      List<Wrk.Outcome> during;
      Crowd.Counts counts;
      try (Crowd crowd = Crowd.start(Crowd.Kind.SLOW, brim.port(), connections)) {
        // The first of them meet their time limit, and come again.
        TimeUnit.SECONDS.sleep(20);
        Crowd.Counts begun = crowd.counts();
        during = measure(brim, "during");
        counts = crowd.counts().since(begun);
      }
      List<Wrk.Outcome> after = measure(brim, "after");
      print(quiet, during, after, counts);
    }
  }

  private List<Wrk.Outcome> measure(CrowdedBrim brim, String phase)
      throws IOException, InterruptedException {
    var outcomes = new ArrayList<Wrk.Outcome>();
    for (int round = 1; round <= ROUNDS; round++) {
      Progress.say(phase + ", round " + round + " of " + ROUNDS);
      outcomes.add(wrk.run(brim.origin(), Scenario.HELLO, OTHERS, SECONDS));
    }
    return outcomes;
  }

  private void print(
      List<Wrk.Outcome> quiet,
      List<Wrk.Outcome> during,
      List<Wrk.Outcome> after,
      Crowd.Counts counts) {
    System.out.printf(
        "%n%d clients of a hello app beside %,d slow heads%n%n%-10s %12s %10s %10s %10s %8s%n",
        OTHERS, connections, "", "requests/s", "p50", "p99", "p99.9", "errors");
    row("quiet", quiet);
    row("during", during);
    row("after", after);
    System.out.printf(
        "%np99 during to quiet: %.2f (goal: under 2)%n"
            + "Times in microseconds, medians of %d rounds of %d s. Meanwhile the slow ones sent %,d"
            + " bytes, came again%n%,d times, and %,d of them were connected at the end. They share"
            + " a processor with wrk, at its leisure.%n",
        p99(during) / p99(quiet),
        ROUNDS,
        SECONDS,
        counts.bytes(),
        counts.reopened(),
        counts.open());
  }

  private static void row(String phase, List<Wrk.Outcome> outcomes) {
    System.out.printf(
        "%-10s %,12.0f %,10.0f %,10.0f %,10.0f %8d%n",
        phase,
        Median.of(outcomes.stream().map(Wrk.Outcome::rate).toList()),
        Median.of(outcomes.stream().map(Wrk.Outcome::p50).toList()),
        p99(outcomes),
        Median.of(outcomes.stream().map(Wrk.Outcome::p999).toList()),
        outcomes.stream().mapToLong(Wrk.Outcome::errors).sum());
  }

  private static double p99(List<Wrk.Outcome> outcomes) {
    return Median.of(outcomes.stream().map(Wrk.Outcome::p99).toList());
  }
}

package net.brim.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Whether others notice many clients that send their heads a byte at a time. */
final class SlowHeadsBench {

  private static final int OTHERS = 16;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 10;

  private static final Crowd.Counts NOBODY = new Crowd.Counts(0, 0, 0);

  /** What others saw, and what the slow ones did meanwhile. */
  private record Phase(String name, List<Wrk.Outcome> outcomes, Crowd.Counts slow) {

    double median(ToDoubleFunction<Wrk.Outcome> figure) {
      return Median.of(outcomes.stream().map(figure::applyAsDouble).toList());
    }

    double p99() {
      return median(Wrk.Outcome::p99);
    }
  }

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
      var phases = new ArrayList<Phase>();
      phases.add(measure(brim, "quiet", null));
      phases.add(during(brim, "spread", Crowd.Kind.SLOW));
      phases.add(measure(brim, "quiet again", null));
      phases.add(during(brim, "at once", Crowd.Kind.SLOW_BURST));
      phases.add(measure(brim, "quiet at last", null));
      print(phases);
    }
  }

  private Phase during(CrowdedBrim brim, String name, Crowd.Kind kind)
      throws IOException, InterruptedException {
    try (Crowd crowd = Crowd.start(kind, brim.port(), connections)) {
      // The first of them meet their time limit, and come again.
      TimeUnit.SECONDS.sleep(BrimCommands.HEADER_TIMEOUT_SECONDS);
      return measure(brim, name, crowd);
    }
  }

  private Phase measure(CrowdedBrim brim, String name, @Nullable Crowd crowd)
      throws IOException, InterruptedException {
    Crowd.Counts before = crowd == null ? NOBODY : crowd.counts();
    var outcomes = new ArrayList<Wrk.Outcome>();
    for (int round = 1; round <= ROUNDS; round++) {
      Progress.say(name + ", round " + round + " of " + ROUNDS);
      outcomes.add(wrk.run(brim.origin(), Scenario.HELLO, OTHERS, SECONDS));
    }
    Crowd.Counts after = crowd == null ? NOBODY : crowd.counts();
    return new Phase(name, outcomes, after.since(before));
  }

  private void print(List<Phase> phases) {
    System.out.printf(
        "%n%d clients of a hello app beside %,d slow heads%n%n"
            + "%-14s %11s %9s %9s %9s %8s %8s %8s %9s %8s%n",
        OTHERS,
        connections,
        "slow heads",
        "requests/s",
        "p50",
        "p99",
        "p99.9",
        "errors",
        "ratio",
        "slow",
        "bytes",
        "cut");
    double quiet = phases.getFirst().p99();
    for (Phase phase : phases) {
      System.out.printf(
          "%-14s %,11.0f %,9.0f %,9.0f %,9.0f %8d %8.2f %,8d %,9d %,8d%n",
          phase.name(),
          phase.median(Wrk.Outcome::rate),
          phase.median(Wrk.Outcome::p50),
          phase.p99(),
          phase.median(Wrk.Outcome::p999),
          phase.outcomes().stream().mapToLong(Wrk.Outcome::errors).sum(),
          phase.p99() / quiet,
          phase.slow().open(),
          phase.slow().bytes(),
          phase.slow().reopened());
    }
    System.out.printf(
        "%nTimes in microseconds, medians of %d rounds of %d s. Ratio: p99 to that of the first row;"
            + " goal: under 2.%nSlow, bytes, cut: slow connections at the end, what they sent, and"
            + " how many were cut and came again;%nspread over the %d s that a head may take, or all"
            + " at once. They share a processor with wrk, at its leisure.%n",
        ROUNDS, SECONDS, BrimCommands.HEADER_TIMEOUT_SECONDS);
  }
}

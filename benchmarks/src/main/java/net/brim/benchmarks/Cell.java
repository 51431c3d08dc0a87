package net.brim.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one contender did in one scenario, round after round; or why it did nothing. */
final class Cell {

  /**
   * One round.
   *
   * @param rate requests a second
   * @param perCpu requests for each second of the server's processor time
   * @param p50 in microseconds, as the others
   */
  record Figures(double rate, double perCpu, double p50, double p99, double p999, long errors) {}

  private final Contender contender;
  private final Scenario scenario;
  private final Map<Integer, Figures> rounds = new TreeMap<>();
  private @Nullable String missing;

  Cell(Contender contender, Scenario scenario) {
    this.contender = contender;
    this.scenario = scenario;
    this.missing = contender.impossible().get(scenario);
  }

  Contender contender() {
    return contender;
  }

  Scenario scenario() {
    return scenario;
  }

  /** Why there are no figures, or no more of them; null while all is well. */
  @Nullable String missing() {
    return missing;
  }

  void missing(String reason) {
    missing = reason;
  }

  void add(int round, Figures figures) {
    rounds.put(round, figures);
  }

  boolean isEmpty() {
    return rounds.isEmpty();
  }

  /** The median over the rounds. */
  double median(ToDoubleFunction<Figures> figure) {
    return Median.of(rounds.values().stream().map(figure::applyAsDouble).toList());
  }

  long errors() {
    return rounds.values().stream().mapToLong(Figures::errors).sum();
  }

  /** The median of the ratios to another's processor figure in the same round. */
  OptionalDouble ratioTo(Cell other) {
    List<Double> ratios =
        rounds.entrySet().stream()
            .flatMap(round ->
                Stream.ofNullable(other.rounds.get(round.getKey()))
                    .map(same -> round.getValue().perCpu() / same.perCpu()))
            .toList();
    return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(ratios));
  }
}

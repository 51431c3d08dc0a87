package net.brim.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one server did with datagrams of one size, round after round; or why it did nothing. */
final class UdpRow {

  private final Contender contender;
  private final int size;
  private final Map<Integer, Cell.Figures> rounds = new TreeMap<>();
  private @Nullable String missing;

  UdpRow(Contender contender, int size) {
    this.contender = contender;
    this.size = size;
  }

  Contender contender() {
    return contender;
  }

  /** Bytes of a datagram. */
  int size() {
    return size;
  }

  /** Why there are no figures; null where there are. */
  @Nullable String missing() {
    return missing;
  }

  void missing(String reason) {
    missing = reason;
  }

  void add(int round, Cell.Figures figures) {
    rounds.put(round, figures);
  }

  /** The median over the rounds. */
  double median(ToDoubleFunction<Cell.Figures> figure) {
    return Median.of(rounds.values().stream().map(figure::applyAsDouble).toList());
  }

  long errors() {
    return rounds.values().stream().mapToLong(Cell.Figures::errors).sum();
  }

  /**
   * The median of the ratios of one server's processor figure to another's in the same round, for
   * people; {@code -} where one of them was not measured.
   */
  static String ratio(List<UdpRow> rows, String key, String other, int size) {
    Optional<UdpRow> one = find(rows, key, size);
    Optional<UdpRow> two = find(rows, other, size);
    if (one.isEmpty() || two.isEmpty()) {
      return "-";
    }
    List<Double> ratios =
        one.get().rounds.entrySet().stream()
            .flatMap(round ->
                Stream.ofNullable(two.get().rounds.get(round.getKey()))
                    .map(same -> round.getValue().perCpu() / same.perCpu()))
            .toList();
    return ratios.isEmpty() ? "-" : "%.2f".formatted(Median.of(ratios));
  }

  private static Optional<UdpRow> find(List<UdpRow> rows, String key, int size) {
    return rows.stream()
        .filter(row -> row.size == size && row.contender.key().equals(key))
        .filter(row -> row.missing == null)
        .findFirst();
  }
}

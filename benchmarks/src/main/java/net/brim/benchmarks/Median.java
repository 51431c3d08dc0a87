package net.brim.benchmarks;

import java.util.List;

/** The value in the middle. */
final class Median {

  private Median() {}

  /** The mean of the two in the middle where the number is even; there must be one at least. */
  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

package net.brim.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Prints what was measured, a table for each scenario, and then the ratios that goals are for. */
final class HttpTables {

  private static final double OF_NETTY = 0.97;
  private static final double OF_NGINX = 1.0;
  private static final double OF_FRAMEWORKS = 1.05;

  private final HttpOptions options;
  private final List<Cell> cells;
  private final PrintStream out;

  HttpTables(HttpOptions options, List<Cell> cells, PrintStream out) {
    this.options = options;
    this.cells = cells;
    this.out = out;
  }

  void print() {
    options.scenarios().forEach(this::printScenario);
    printMissing();
    out.printf(
        "%nMedians of %d rounds of %d s; servers on processor 0, wrk (one thread, %d connections) on"
            + " processor 1.%nTimes in microseconds; when pipelined, of a batch. Ratio: requests for"
            + " each CPU-second of the%nserver and its children, to raw Netty's in the same round."
            + " Every JVM: %s, serial%ncollector; Netty in Vert.x and in raw Netty: the one that Brim"
            + " has. nginx sends a prepared text for JSON%nand a file for the large body.%n",
        options.rounds(),
        options.seconds(),
        HttpComparison.CONNECTIONS,
        String.join(" ", JavaCommand.HEAP));
    printGoals();
  }

  private void printScenario(Scenario scenario) {
    out.printf(
        "%n%s (%s)%n%-24s %12s %12s %7s %9s %9s %9s %8s%n",
        scenario.title(),
        scenario.key(),
        "server",
        "requests/s",
        "per CPU-s",
        "ratio",
        "p50",
        "p99",
        "p99.9",
        "errors");
    cells.stream().filter(cell -> cell.scenario() == scenario).forEach(this::printRow);
  }

  private void printRow(Cell cell) {
    String name = cell.contender().name();
    if (cell.isEmpty()) {
      out.printf("%-24s %12s %12s %7s %9s %9s %9s %8s%n", name, "-", "-", "-", "-", "-", "-", "-");
      return;
    }
    out.printf(
        "%-24s %,12.0f %,12.0f %7s %,9.0f %,9.0f %,9.0f %8d%n",
        name,
        cell.median(Cell.Figures::rate),
        cell.median(Cell.Figures::perCpu),
        text(ratio(cell.contender().key(), Contenders.YARDSTICK, cell.scenario())),
        cell.median(Cell.Figures::p50),
        cell.median(Cell.Figures::p99),
        cell.median(Cell.Figures::p999),
        cell.errors());
  }

  private void printMissing() {
    Map<String, List<String>> scenarios = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (cell.missing() != null) {
        scenarios
            .computeIfAbsent(
                cell.contender().name() + ": " + cell.missing(), key -> new ArrayList<>())
            .add(cell.scenario().key());
      }
    }
    if (!scenarios.isEmpty()) {
      out.printf("%nWhy figures are missing:%n");
      scenarios.forEach((why, of) -> out.println("  " + String.join(", ", of) + ": " + why));
    }
  }

  private void printGoals() {
    out.printf(
        "%nBrim (virtual), requests for each CPU-second, as a ratio to%n%-12s %18s %18s %24s%n",
        "scenario",
        "raw Netty (%.2f)".formatted(OF_NETTY),
        "nginx (%.2f)".formatted(OF_NGINX),
        "best framework (%.2f)".formatted(OF_FRAMEWORKS));
    for (Scenario scenario : options.scenarios()) {
      out.printf(
          "%-12s %18s %18s %24s%n",
          scenario.key(),
          text(ratio(Contenders.BRIM, Contenders.YARDSTICK, scenario)),
          text(ratio(Contenders.BRIM, Contenders.NGINX, scenario)),
          bestFramework(scenario));
    }
    out.printf("In parentheses: the goals. Others:%n");
    goal("pipelined, to Vert.x", 1.5, Contenders.BRIM, Contenders.VERTX, Scenario.PIPELINE);
    goal("13-byte responses, to eventlet", 9, Contenders.BRIM, Contenders.EVENTLET, Scenario.HELLO);
    goal(
        "with the request log in a file, to without",
        0.85,
        Contenders.BRIM_LOGGING,
        Contenders.BRIM,
        Scenario.HELLO);
  }

  private void goal(String what, double goal, String key, String other, Scenario scenario) {
    out.printf("  %-44s %s (%.2f)%n", what, text(ratio(key, other, scenario)), goal);
  }

  /** Brim's lowest ratio to one of the frameworks, with its name. */
  private String bestFramework(Scenario scenario) {
    return Contenders.FRAMEWORKS.stream()
        .filter(key -> ratio(Contenders.BRIM, key, scenario).isPresent())
        .min(Comparator.comparingDouble(key -> ratio(Contenders.BRIM, key, scenario).getAsDouble()))
        .map(key -> "%s, %s".formatted(text(ratio(Contenders.BRIM, key, scenario)), key))
        .orElse("-");
  }

  private OptionalDouble ratio(String key, String other, Scenario scenario) {
    List<Cell> pair =
        List.of(key, other).stream()
            .flatMap(wanted ->
                cells.stream()
                    .filter(cell ->
                        cell.scenario() == scenario && cell.contender().key().equals(wanted)))
            .collect(Collectors.toList());
    return pair.size() == 2 ? pair.getFirst().ratioTo(pair.getLast()) : OptionalDouble.empty();
  }

  private static String text(OptionalDouble ratio) {
    return ratio.isPresent() ? "%.2f".formatted(ratio.getAsDouble()) : "-";
  }
}

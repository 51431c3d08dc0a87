package net.brim.chaos;

import java.io.PrintStream;
import java.util.List;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.load.Loss;

/** Prints rows as they come, and what they do not say at the end. */
final class Table {

  private static final String FORMAT =
      "%-16s %7s %5s %8s %8s %6s %7s %6s %5s %4s %6s %6s %4s %7s %8s %7s %6s  %s%n";

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.printf(
        FORMAT,
        "",
        "workers",
        "times",
        "sent",
        "answered",
        "resent",
        "refused",
        "reset",
        "wrong",
        "hung",
        "astray",
        "closed",
        "idle",
        "gap new",
        "gap kept",
        "slowest",
        "hiccup",
        "expected");
  }

  void row(Row row) {
    String name = row.fault().name();
    if (row.unavailable() != null) {
      out.printf("%-16s %7d not available: %s%n", name, row.workers(), row.unavailable());
      return;
    }
    out.printf(
        FORMAT,
        name,
        row.workers(),
        row.times(),
        row.sum(Figures::sent),
        row.sum(Figures::answered),
        row.sum(Figures::resent),
        row.lost(Loss.REFUSED),
        row.lost(Loss.RESET),
        row.lost(Loss.WRONG),
        row.lost(Loss.HUNG),
        row.sum(Figures::astray),
        row.closed(),
        row.idleDied(),
        row.of(Kind.ONE_CONNECTION).gapMillis(),
        row.of(Kind.KEEP_ALIVE).gapMillis(),
        slowest(row),
        row.hiccupMillis(),
        row.fault().expected());
  }

  private static long slowest(Row row) {
    return Math.max(
        row.of(Kind.ONE_CONNECTION).slowestMillis(), row.of(Kind.KEEP_ALIVE).slowestMillis());
  }

  /** What the columns mean, and the particulars of each row. */
  void end(List<Row> rows) {
    out.print(
        """

        resent: requests that the server said it has not looked at, by Connection: close or a Close of a
        WebSocket. astray: of the lost, those of connections with a worker that nothing was done to. closed:
        kept connections that the server ended between two requests; idle: idle ones that it ended. gap: the
        longest time, in ms, in which no request on a new or on a kept connection was answered. slowest: the
        answer to one of these that took longest, in ms. hiccup: the longest time, in ms, in which the clients
        did not get to run: where that is long, a gap says little.
        """);
    rows.forEach(this::particulars);
  }

  private void particulars(Row row) {
    if (row.unavailable() != null) {
      return;
    }
    out.printf("%n%s, %d workers%n", row.fault().name(), row.workers());
    row.remarks().forEach(remark -> out.println("  " + remark));
    for (Kind kind : Kind.values()) {
      particulars(kind, row.of(kind));
    }
    out.printf(
        "  %d lines logged, unplanned ones among them: %s%n",
        row.logLines(), row.unplanned().isEmpty() ? "none" : "");
    row.unplanned().forEach((line, count) -> out.printf("    %d x %s%n", count, line));
  }

  private void particulars(Kind kind, Figures figures) {
    boolean timed = kind == Kind.ONE_CONNECTION || kind == Kind.KEEP_ALIVE;
    if (timed || Row.isWorthTelling(figures)) {
      out.printf(
          "  %s: %d sent, %d answered, %d resent, %d closed, lost: %s%n",
          kind.title(),
          figures.sent(),
          figures.answered(),
          figures.resent(),
          figures.closed(),
          figures.losses());
      figures.details().forEach(detail -> out.println("    " + detail));
    }
  }
}

package net.brim.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import net.brim.server.control.StatusReport;

/** The workers as a table for the terminal. */
final class StatusTable {

  private static final List<String> TITLES =
      List.of("SLOT", "PID", "STATE", "UPTIME", "RESTARTS", "REQUESTS", "MEMORY");

  private StatusTable() {}

  /**
   * The lines of the table.
   *
   * @param memory gives the resident memory of a process in bytes
   */
  static List<String> lines(StatusReport report, LongUnaryOperator memory) {
    var rows = new ArrayList<List<String>>();
    rows.add(TITLES);
    for (StatusReport.Worker worker : report.workers()) {
      boolean alive = worker.pid() != 0;
      rows.add(
          List.of(
              worker.section() + "/" + worker.slot(),
              alive ? Long.toString(worker.pid()) : "-",
              worker.state(),
              alive ? uptime(worker.uptimeMillis()) : "-",
              Integer.toString(worker.restarts()),
              Long.toUnsignedString(worker.requests()),
              alive ? "%.1f MB".formatted(memory.applyAsLong(worker.pid()) / 1048576.0) : "-"));
    }
    return rows.stream().map(row -> line(row, widths(rows))).toList();
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }

  private static String uptime(long millis) {
    Duration time = Duration.ofMillis(millis);
    return time.toDays() > 0
        ? "%dd %02d:%02d:%02d"
            .formatted(
                time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart())
        : "%02d:%02d:%02d"
            .formatted(time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }
}

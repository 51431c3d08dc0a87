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
              alive ? megabytes(memory.applyAsLong(worker.pid())) : "-"));
    }
    return new TextTable(rows).lines();
  }

  /** Such as {@code 40.0 MB}. */
  static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1048576.0);
  }

  /** Such as {@code 01:02:05}, or {@code 1d 01:01:01}. */
  static String uptime(long millis) {
    Duration time = Duration.ofMillis(millis);
    return time.toDays() > 0
        ? "%dd %02d:%02d:%02d"
            .formatted(
                time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart())
        : "%02d:%02d:%02d"
            .formatted(time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }
}

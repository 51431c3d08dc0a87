package net.brim.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import net.brim.server.control.StatusReport;
import net.brim.server.control.StatusReport.Worker;

/**
 * What {@code top} shows at a time: how the workers are, and how much they have done since the look
 * before.
 *
 * @param before the report of that look
 * @param nanos how long ago that was
 */
record TopFrame(StatusReport before, StatusReport now, long nanos) {

  private static final List<String> TITLES =
      List.of("SLOT", "PID", "STATE", "UPTIME", "RESTARTS", "REQUESTS", "REQ/S", "OPEN", "MEMORY");

  private static final double SECOND = 1e9;

  /**
   * The lines of the frame.
   *
   * @param memory gives the resident memory of a process in bytes
   */
  List<String> lines(LongUnaryOperator memory) {
    var rows = new ArrayList<List<String>>();
    rows.add(TITLES);
    double rate = 0;
    long open = 0;
    long resident = 0;
    for (Worker worker : now.workers()) {
      long bytes = worker.pid() == 0 ? 0 : memory.applyAsLong(worker.pid());
      rows.add(row(worker, bytes));
      rate += rate(worker);
      open += worker.connections();
      resident += bytes;
    }
    var lines = new ArrayList<String>();
    lines.add(
        "brimd %d %s for %s: %.0f requests/s, %d connections, %s"
            .formatted(
                now.pid(),
                now.phase(),
                StatusTable.uptime(now.uptimeMillis()),
                rate,
                open,
                StatusTable.megabytes(resident)));
    lines.add("");
    lines.addAll(new TextTable(rows).lines());
    return lines;
  }

  private List<String> row(Worker worker, long bytes) {
    boolean alive = worker.pid() != 0;
    return List.of(
        worker.section() + "/" + worker.slot(),
        alive ? Long.toString(worker.pid()) : "-",
        worker.state(),
        alive ? StatusTable.uptime(worker.uptimeMillis()) : "-",
        Integer.toString(worker.restarts()),
        Long.toUnsignedString(worker.requests()),
        "%.0f".formatted(rate(worker)),
        Long.toString(worker.connections()),
        alive ? StatusTable.megabytes(bytes) : "-");
  }

  /** Requests for each second; those of a slot go on from one worker to the next. */
  private double rate(Worker worker) {
    long done =
        before.workers().stream()
            .filter(other ->
                other.section().equals(worker.section()) && other.slot().equals(worker.slot()))
            .mapToLong(other -> Math.max(0, worker.requests() - other.requests()))
            .min()
            .orElse(0);
    return done * SECOND / Math.max(1, nanos);
  }
}

package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.brim.server.control.StatusReport;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;

/** Makes the report of how the workers are. */
final class Statuses {

  private Statuses() {}

  /** How they are at {@code now}, in milliseconds. */
  static StatusReport of(
      Supervisor.Phase phase,
      long uptime,
      List<Subserver> subservers,
      StatsMemory stats,
      long now) {
    var workers = new ArrayList<StatusReport.Worker>();
    for (Subserver subserver : subservers) {
      for (Slot slot : subserver.slots()) {
        long requests = stats.bucket(subserver.name(), slot.index()).get(HttpStats.REQUEST_COUNT);
        workers.add(of(slot, requests, now));
      }
    }
    return new StatusReport(ProcessHandle.current().pid(), uptime, lower(phase), workers);
  }

  private static StatusReport.Worker of(Slot slot, long requests, long now) {
    WorkerHandle worker = slot.worker();
    return new StatusReport.Worker(
        slot.subserver().name(),
        Integer.toString(slot.index()),
        worker == null ? 0 : worker.pid(),
        worker == null ? "waiting" : lower(worker.state()),
        worker == null ? 0 : worker.uptime(now),
        slot.restarts(),
        requests);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.config.TcpSubserver;
import net.brim.server.config.UdpSubserver;
import net.brim.server.control.StatusReport;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;
import net.brim.server.stats.UdpStats;
import org.jspecify.annotations.Nullable;

/** Makes the report of how the workers are. */
final class Statuses {

  private Statuses() {}

  /** How they are at {@code now}, in milliseconds: in the slots, and on their way out. */
  static StatusReport of(
      Lifetime.Phase phase,
      long uptime,
      Generation current,
      Workers all,
      StatsMemory stats,
      long now) {
    var workers = new ArrayList<StatusReport.Worker>();
    for (RunningSubserver subserver : current.subservers()) {
      for (Slot slot : subserver.slots()) {
        workers.add(
            of(
                slot,
                slot.worker(),
                served(subserver, slot, stats),
                open(subserver, slot, stats),
                now));
      }
    }
    all.all()
        .filter(worker -> worker.slot().worker() != worker)
        .filter(worker -> worker.state() != WorkerHandle.State.GONE)
        .sorted(Comparator.comparingInt(WorkerHandle::pid))
        .forEach(worker -> workers.add(of(worker.slot(), worker, 0, 0, now)));
    return new StatusReport(ProcessHandle.current().pid(), uptime, lower(phase), workers);
  }

  /** Requests, connections or datagrams, whichever it counts; 0 for one that counts none. */
  private static long served(RunningSubserver subserver, Slot slot, StatsMemory stats) {
    String counted = counted(subserver.settings());
    return counted == null ? 0 : stats.bucket(subserver.name(), slot.name()).get(counted);
  }

  /** Connections. */
  private static long open(RunningSubserver subserver, Slot slot, StatsMemory stats) {
    return subserver.settings() instanceof StreamSubserver
        ? stats.bucket(subserver.name(), slot.name()).get(HttpStats.OPEN_CONNECTIONS)
        : 0;
  }

  private static @Nullable String counted(Subserver settings) {
    if (settings instanceof HttpSubserver) {
      return HttpStats.REQUEST_COUNT;
    }
    if (settings instanceof UdpSubserver) {
      return UdpStats.DATAGRAM_COUNT;
    }
    return settings instanceof TcpSubserver ? HttpStats.CONNECTION_COUNT : null;
  }

  private static StatusReport.Worker of(
      Slot slot, @Nullable WorkerHandle worker, long requests, long connections, long now) {
    return new StatusReport.Worker(
        slot.subserver().name(),
        slot.name(),
        worker == null ? 0 : worker.pid(),
        worker == null ? "waiting" : lower(worker.state()),
        worker == null ? 0 : worker.uptime(now),
        slot.restarts(),
        requests,
        connections);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package net.brim.server.admin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.brim.server.control.StatusReport;

/** Whether requests should be sent here. */
final class Readiness {

  private static final Set<String> UNREADY = Set.of("starting", "draining", "stopping");
  private static final String READY = "ready";
  private static final String DRAINING = "draining";

  private Readiness() {}

  /**
   * Why not, in one line; empty where every subserver has a worker that is ready. Those that drain
   * may be the last ones of a subserver that is no more.
   */
  static Optional<String> obstacle(StatusReport report) {
    if (UNREADY.contains(report.phase())) {
      List<String> waiting = notReady(report);
      return Optional.of(
          report.phase().equals("starting") && !waiting.isEmpty()
              ? "starting: waiting for " + String.join(", ", waiting)
              : report.phase());
    }
    Set<String> without =
        report.workers().stream()
            .filter(worker -> !worker.state().equals(DRAINING))
            .map(StatusReport.Worker::section)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    report.workers().stream()
        .filter(Readiness::isReady)
        .map(StatusReport.Worker::section)
        .forEach(without::remove);
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of("no worker is ready: [" + String.join("], [", without) + "]");
  }

  private static List<String> notReady(StatusReport report) {
    return report.workers().stream()
        .filter(worker -> !isReady(worker))
        .map(worker -> worker.section() + "/" + worker.slot())
        .toList();
  }

  private static boolean isReady(StatusReport.Worker worker) {
    return worker.state().equals(READY);
  }
}

package net.brim.server.supervisor;

import java.time.Duration;

/** Gives up workers that do not become ready within {@code start_timeout}. */
final class SlowStarts {

  private final Workers workers;

  SlowStarts(Workers workers) {
    this.workers = workers;
  }

  /** When {@link #enforce} is due, in milliseconds. */
  long nextAt() {
    return workers
        .all()
        .filter(WorkerHandle::isStarting)
        .mapToLong(worker -> worker.startedAt() + limit(worker))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Kills those that have had their time. */
  void enforce(long now) {
    workers
        .all()
        .filter(worker -> worker.isStarting() && worker.uptime(now) >= limit(worker))
        .toList()
        .forEach(worker -> {
          worker.failed(
              "%s: not ready after %s, which is start_timeout; killing it"
                  .formatted(worker, Durations.describe(Duration.ofMillis(limit(worker)))));
          workers.kill(worker);
        });
  }

  private static long limit(WorkerHandle worker) {
    Generation generation = worker.slot().subserver().generation();
    return generation.settings().brim().startTimeout().toMillis();
  }
}

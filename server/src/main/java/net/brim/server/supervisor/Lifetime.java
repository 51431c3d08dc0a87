package net.brim.server.supervisor;

import java.time.Duration;
import java.util.stream.LongStream;
import net.brim.os.Signals;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.WorkerCommand;

/**
 * The phases of a server, from its start to its end, and when each of them has had its time.
 *
 * <pre>
 *  STARTING ──all workers ready──▶ RUNNING ──HUP──▶ DRAINING ──time is up, TERM──┐
 *     │                              │                 │                         ▼
 *     └──a worker failed, TERM───────┴──TERM, INT──────┼─────────────────────▶ STOPPING
 *                                                      └─last worker gone─▶ end ◀──┘
 * </pre>
 */
final class Lifetime {

  enum Phase {
    STARTING,
    RUNNING,
    DRAINING,
    STOPPING
  }

  /** How much longer than the workers' own limit a drain may take. */
  private static final long DRAIN_MARGIN_MILLIS = 1_000;

  /** How long it takes to end at once. */
  private static final long STOP_MILLIS = 2 * Workers.PATIENCE_MILLIS;

  /** When to say that the start takes long. */
  private static final long SLOW_START_MILLIS = 10_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final Workers workers;
  private final Changes changes;
  private final Outside outside;
  private final Report report;
  private final Announcements announcements;
  private Phase phase = Phase.STARTING;
  private int exitStatus;
  private long slowStartAt;
  private long releaseAt = NEVER;
  private long stopAt = NEVER;
  private long killAt = NEVER;

  /**
   * The server starts.
   *
   * @param startedAt when it began to, in milliseconds
   */
  Lifetime(
      long startedAt,
      Workers workers,
      Changes changes,
      Outside outside,
      Report report,
      Announcements announcements) {
    this.slowStartAt = startedAt + SLOW_START_MILLIS;
    this.workers = workers;
    this.changes = changes;
    this.outside = outside;
    this.report = report;
    this.announcements = announcements;
  }

  Phase phase() {
    return phase;
  }

  boolean isStarting() {
    return phase == Phase.STARTING;
  }

  boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  boolean isEnding() {
    return phase == Phase.DRAINING || phase == Phase.STOPPING;
  }

  /** Whether there is nothing left to wait for. */
  boolean isOver() {
    return isEnding() && workers.isEmpty();
  }

  /** That of the process, when all is over. */
  int exitStatus() {
    return exitStatus;
  }

  /** It runs already, as another program of this process has left it. */
  void goOn() {
    phase = Phase.RUNNING;
    slowStartAt = NEVER;
    log(Severity.NOTICE, "Brim goes on, as process " + ProcessHandle.current().pid());
  }

  /** A worker is ready; where it was the last one of a start, that is over. */
  void ready() {
    if (isStarting() && changes.current().slots().allMatch(Slot::hasBeenReady)) {
      phase = Phase.RUNNING;
      slowStartAt = NEVER;
      log(Severity.NOTICE, "Brim runs, as process " + ProcessHandle.current().pid());
      changes.current().subservers().forEach(subserver -> report.progress(subserver.describe()));
      report.done();
    }
  }

  // --- its end ---

  /** The server cannot start. */
  void abort(String why, long now) {
    report.problem(why);
    why.lines().forEach(line -> log(Severity.CRITICAL, line));
    exitStatus = 1;
    endAtOnce(now);
  }

  /** Ends when what runs is finished. */
  void shutDown(String why, long now) {
    if (isStarting()) {
      stop(why, now);
    }
    if (!isRunning()) {
      return;
    }
    changes.giveUp(now);
    phase = Phase.DRAINING;
    log(Severity.NOTICE, why + ": finishing the requests in progress");
    long limit =
        changes.current().settings().brim().gracefulTimeout().toMillis() + DRAIN_MARGIN_MILLIS;
    announcements.ending(Duration.ofMillis(limit + STOP_MILLIS));
    outside.closeListeners();
    workers.tell(WorkerCommand.DRAIN);
    releaseAt = now + Workers.PATIENCE_MILLIS;
    stopAt = now + limit;
  }

  /** Ends at once; again, it kills. */
  void stop(String why, long now) {
    if (phase == Phase.STOPPING) {
      killAt = now;
    } else if (isStarting()) {
      abort("stopped by %s before all workers were ready".formatted(why), now);
    } else {
      log(Severity.NOTICE, why + ": stopping");
      changes.giveUp(now);
      endAtOnce(now);
    }
  }

  private void endAtOnce(long now) {
    phase = Phase.STOPPING;
    slowStartAt = NEVER;
    stopAt = NEVER;
    killAt = now + Workers.PATIENCE_MILLIS;
    announcements.ending(Duration.ofMillis(STOP_MILLIS));
    outside.closeListeners();
    workers.signal(Signals.TERM);
  }

  // --- deadlines ---

  /** When {@link #enforce} is due, in milliseconds. */
  long nextAt() {
    return LongStream.of(slowStartAt, releaseAt, stopAt, killAt).min().getAsLong();
  }

  /** Goes on where something has had its time. */
  void enforce(long now) {
    if (now >= slowStartAt) {
      slowStartAt = NEVER;
      report.progress("waiting for " + notReady() + " to be ready");
    }
    if (phase == Phase.DRAINING && (now >= releaseAt || workers.noneAccepts())) {
      releaseAt = NEVER;
      outside.release();
    }
    if (now >= stopAt) {
      log(Severity.WARNING, "some requests did not finish in time: ending them");
      endAtOnce(now);
    }
    if (now >= killAt) {
      killAt = NEVER;
      workers.signal(Signals.KILL);
    }
  }

  private String notReady() {
    return String.join(
        ", ",
        changes
            .current()
            .slots()
            .filter(slot -> !slot.hasBeenReady())
            .map(Slot::toString)
            .toList());
  }

  private static void log(Severity severity, String text) {
    Log.main().log(severity, text);
  }
}

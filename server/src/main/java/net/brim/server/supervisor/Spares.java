package net.brim.server.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.os.OsException;
import net.brim.os.service.Backoff;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.supervisor.WorkerHandle.State;

/**
 * Keeps workers in reserve that are ready but for a slot, so that one which dies has a successor at
 * once.
 *
 * <pre>
 *   STARTING ──"spare"──▶ SPARE ──a worker has died: "serve 1"──▶ STARTING in its slot ──▶ READY …
 *      └──────dies──────────┴─▶ another is started, with back-off
 * </pre>
 */
final class Spares {

  private static final long NEVER = Long.MAX_VALUE;

  private final Workers workers;
  private final Map<RunningSubserver, Reserve> reserves = new HashMap<>();

  /** When a subserver's next spare may be started. */
  private static final class Reserve {
    private final Backoff backoff = new Backoff();
    private long dueAt;
  }

  Spares(Workers workers) {
    this.workers = workers;
  }

  /** Whether a worker serves no slot yet. */
  static boolean isSpare(WorkerHandle worker) {
    return worker.slot() == worker.slot().subserver().reserve();
  }

  /** When {@link #keep} has something to do, in milliseconds. */
  long nextAt(Generation current) {
    return current.subservers().stream()
        .filter(subserver -> missing(subserver) > 0)
        .mapToLong(subserver -> reserve(subserver).dueAt)
        .min()
        .orElse(NEVER);
  }

  /** Starts spares that are missing, and ends those of other plans. */
  void keep(Generation current, long now) {
    reserves.keySet().retainAll(current.subservers());
    all().stream()
        .filter(spare -> !isOf(spare, current.plan()))
        .forEach(spare -> workers.end(spare, now));
    for (RunningSubserver subserver : current.subservers()) {
      Reserve reserve = reserve(subserver);
      while (missing(subserver) > 0 && reserve.dueAt <= now) {
        start(subserver, reserve, now);
      }
    }
  }

  private void start(RunningSubserver subserver, Reserve reserve, long now) {
    try {
      workers.startSpare(subserver.reserve(), now);
    } catch (OsException e) {
      postpone(subserver, reserve, "it cannot be started: " + e.getMessage(), now);
    }
  }

  @SuppressWarnings("ReferenceEquality") // An equal plan may be that of another generation.
  private static boolean isOf(WorkerHandle spare, Plan plan) {
    return spare.plan() == plan;
  }

  private int missing(RunningSubserver subserver) {
    long there =
        all().stream()
            .filter(spare -> spare.slot().subserver() == subserver && !spare.isEnding())
            .count();
    return subserver.settings().spares() - (int) there;
  }

  private List<WorkerHandle> all() {
    return workers.all().filter(worker -> isSpare(worker) && worker.state() != State.GONE).toList();
  }

  private Reserve reserve(RunningSubserver subserver) {
    return reserves.computeIfAbsent(subserver, any -> new Reserve());
  }

  /**
   * A worker has died: a spare takes its place, where there is one of the same plan.
   *
   * @return false where another has to be started
   */
  boolean replace(WorkerHandle dead, long now) {
    Slot slot = dead.slot();
    WorkerHandle spare =
        all().stream()
            .filter(it -> it.state() == State.SPARE && it.slot().subserver() == slot.subserver())
            .filter(it -> isOf(it, slot.subserver().generation().plan()))
            .findFirst()
            .orElse(null);
    boolean failed = dead.service(now) < Backoff.STEADY_MILLIS; // Then a spare might do no better.
    if (spare == null || failed || slot.successor() != null) {
      return false;
    }
    var _ = slot.died(dead.service(now), now);
    Log.main()
        .log(
            Severity.ERROR,
            "%s %s; spare (pid %d) takes its place (it ran for %s)"
                .formatted(
                    dead,
                    dead.ending(),
                    spare.pid(),
                    Durations.describe(Duration.ofMillis(dead.uptime(now)))));
    workers.employ(spare, slot, now);
    return true;
  }

  /** A spare is gone, by itself or because it was told to. */
  void gone(WorkerHandle spare, long now) {
    if (spare.isEnding()) {
      Log.main().log(Severity.INFO, "%s %s".formatted(spare, spare.ending()));
      return;
    }
    RunningSubserver subserver = spare.slot().subserver();
    spare.failure().lines().forEach(line -> Log.main().log(Severity.ERROR, line));
    postpone(subserver, reserve(subserver), "%s %s".formatted(spare, spare.ending()), now);
  }

  private static void postpone(RunningSubserver subserver, Reserve reserve, String why, long now) {
    long delay = reserve.backoff.afterDeath(0);
    reserve.dueAt = now + delay;
    Log.main()
        .log(
            Severity.ERROR,
            "a spare of [%s]: %s; starting another in %s"
                .formatted(subserver.name(), why, Durations.describe(Duration.ofMillis(delay))));
  }

  /** Ends all of them, since nobody will know of them. */
  void endAll() {
    all().forEach(workers::kill);
  }
}

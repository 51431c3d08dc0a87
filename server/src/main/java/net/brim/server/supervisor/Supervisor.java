package net.brim.server.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.brim.os.OsException;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlRequest;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.stats.StatsMemory;
import net.brim.server.vitals.ContainerMemory;
import net.brim.server.vitals.ProcessFiles;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a worker in every slot: one loop over one queue of events, so that nothing here needs a
 * lock.
 *
 * <pre>
 *   signals, commands ──▶ Orders ──┬──▶ Lifetime: its start and its end
 *                                  └──▶ Changes: reloads, restarts, other numbers of workers
 *   what workers say, print, and how they end ──▶ here
 *                                  ├──▶ Recycling, Spares: successors, and those in reserve
 *                                  └──▶ Vigil, Checkup, SlowStarts: who is stuck, too old, too slow
 *   the clock ──▶ all of these
 * </pre>
 */
final class Supervisor {

  /** Events between looks at deadlines: one may be a line of a flood. */
  private static final int MOST_AT_ONCE = 64;

  private static final long NEVER = Long.MAX_VALUE;

  private final Workers workers;
  private final StatsMemory stats;
  private final BlockingQueue<Event> events;
  private final Announcements announcements;
  private final Outside outside;
  private final Recycling recycling;
  private final Vigil vigil;
  private final Checkup checkup;
  private final Spares spares;
  private final SlowStarts slowStarts;
  private final long startedAt;
  private final Changes changes;
  private final Lifetime lifetime;
  private final Orders orders;
  private final List<Reopening> reopenings = new ArrayList<>();

  /**
   * A supervisor that has started nothing yet.
   *
   * @param startedAt when the server began, in milliseconds
   */
  Supervisor(
      Generation first,
      long startedAt,
      Generations generations,
      Workers workers,
      StatsMemory stats,
      BlockingQueue<Event> events,
      Report report,
      Announcements announcements,
      Outside outside) {
    this.startedAt = startedAt;
    this.workers = workers;
    this.stats = stats;
    this.events = events;
    this.announcements = announcements;
    this.outside = outside;
    this.recycling = new Recycling(workers);
    this.vigil = new Vigil(workers);
    this.checkup = new Checkup(practice());
    this.spares = new Spares(workers);
    this.slowStarts = new SlowStarts(workers);
    this.changes = new Changes(first, generations, workers, outside);
    this.lifetime = new Lifetime(startedAt, workers, changes, outside, report, announcements);
    this.orders = new Orders(lifetime, changes, stats, this::status, this::reopenLogs);
    first.serve();
  }

  private Generation current() {
    return changes.current();
  }

  /**
   * Goes on with workers that another program of this process has started.
   *
   * @param next the plan to reload to; null for none
   * @param descriptor of memory with that plan
   * @param reply who hears of the reload
   */
  void adopt(@Nullable Plan next, int descriptor, ControlReply reply) throws InterruptedException {
    lifetime.goOn();
    workers
        .all()
        .forEach(worker -> {
          vigil.begin(worker, now());
          checkup.begin(worker, now());
        });
    workers.steer();
    if (next != null) {
      changes.goOnWithReload(next, descriptor, now(), reply);
    }
  }

  /** Runs until the last worker is gone; returns the exit status. */
  int run() throws InterruptedException {
    meetDeadlines();
    announcements.update(lifetime.phase(), current(), changes); // a start may take long
    while (true) {
      meetDeadlines();
      if (lifetime.isOver()) {
        return lifetime.exitStatus();
      }
      long wait = Math.min(nextDeadline(), announcements.alive(now())) - now();
      Event event = events.poll(Math.max(0, wait), TimeUnit.MILLISECONDS);
      for (int more = MOST_AT_ONCE; event != null; more--) {
        handle(event);
        event = more > 0 ? events.poll() : null;
      }
      Reload leaving = changes.becoming();
      if (leaving != null) {
        become(leaving);
        goOn();
      }
      if (!(event instanceof Event.OutputLine)) {
        announcements.update(lifetime.phase(), current(), changes);
      }
    }
  }

  // --- events ---

  private void handle(Event event) throws InterruptedException {
    switch (event) {
      case Event.SignalReceived(String name) -> orders.signal(name, now());
      case Event.ChildExited(var exit) -> exited(workers.ended(exit));
      case Event.WorkerSaid(WorkerHandle worker, String line) -> said(worker, line);
      case Event.OutputLine(WorkerHandle worker, boolean error, String line) ->
          wrote(worker, error, line);
      case Event.OutputEnded(WorkerHandle worker) -> gone(worker);
      case Event.PlanSaid(boolean wrong, String line) -> changes.planSaid(wrong, line);
      case Event.PlanMade(var plan, int descriptor, int understands) ->
          changes.planned(plan, descriptor, understands, now());
      case Event.PlanFailed() -> changes.planFailed();
      case Event.ReportWanted(var reply) -> reply.complete(status());
      case Event.CommandReceived(ControlRequest request) -> orders.obey(request);
    }
    if (!(event instanceof Event.OutputLine)) {
      goOn();
    }
  }

  /** Ends changes that are over, and begins those that waited for that. */
  private void goOn() {
    if (!lifetime.isEnding()) {
      changes.goOn(now());
    }
  }

  /**
   * Becomes the program that the reload was planned by; returns where that cannot be. What has
   * happened until now is dealt with here, what happens from then on there.
   */
  private void become(Reload leaving) throws InterruptedException {
    workers.pause();
    try {
      for (Event event = events.poll(); event != null; event = events.poll()) {
        handle(event);
      }
      if (changes.becoming() == leaving) { // else the server ends
        log(Severity.NOTICE, "becoming the supervisor of " + leaving.programDescribed());
        spares.endAll();
        outside.become(changes.leave(), startedAt, leaving);
      }
    } catch (OsException e) {
      leaving.notBecome(String.valueOf(e.getMessage()));
    } finally {
      workers.goOn();
    }
  }

  private void exited(@Nullable WorkerHandle worker) {
    if (worker == null) {
      return;
    }
    workers.steer();
    boolean fills = worker.slot().worker() == worker;
    if (lifetime.isRunning() && fills && spares.replace(worker, now())) {
      worker.becameReplaced();
    }
  }

  private void said(WorkerHandle worker, String line) {
    switch (line) {
      case WorkerCommand.READY -> ready(worker);
      case WorkerCommand.DRAINING -> draining(worker);
      case WorkerCommand.SPARE -> worker.becameSpare();
      case WorkerCommand.REOPENED -> reopened(worker);
      default -> {
        if (line.startsWith(WorkerCommand.FAILED)) {
          worker.failed(line.substring(WorkerCommand.FAILED.length()));
        } else if (line.startsWith(WorkerCommand.RECYCLE) && !lifetime.isEnding()) {
          recycle(worker, line.substring(WorkerCommand.RECYCLE.length()));
        }
      }
    }
  }

  private void ready(WorkerHandle worker) {
    long now = now();
    Slot slot = worker.slot();
    worker.becameReady(now);
    if (!worker.isReady() && !slot.isDaemon()) {
      return; // it has ended since, or was told to
    }
    vigil.begin(worker, now);
    checkup.begin(worker, now);
    log(Severity.INFO, "%s ready after %s".formatted(worker, describe(worker.uptime(now))));
    if (slot.successor() == worker) {
      workers.steer();
      workers.retire(slot.succeed(), now);
    }
    workers.steer();
    lifetime.ready();
    changes.ready(worker, now);
  }

  private void draining(WorkerHandle worker) {
    Slot slot = worker.slot();
    boolean unasked = slot.worker() == worker && !lifetime.isEnding() && !slot.isDaemon();
    worker.becameDraining();
    if (unasked) {
      log(Severity.NOTICE, worker + " drains; starting another");
      slot.vacated(now());
    }
    workers.steer();
    if (!lifetime.isEnding()) {
      changes.closeVanished();
    }
  }

  /** Replaces a worker that serves; one that is about to leave anyway is left alone. */
  private void recycle(WorkerHandle worker, String why) {
    if (worker.slot().isDaemon()) {
      log(Severity.NOTICE, "%s is replaced: %s".formatted(worker, why));
      workers.tell(worker, WorkerCommand.DRAIN);
    } else if (worker.takesConnections() && worker.slot().worker() == worker) {
      recycling.wish(worker, why, now());
    }
  }

  private Checkup.Practice practice() {
    return new Checkup.Practice() {
      @Override
      public OptionalLong memory(WorkerHandle worker) {
        return new ProcessFiles(worker.pid()).residentBytes();
      }

      @Override
      public OptionalLong memoryOfAll() {
        return new ContainerMemory().limit();
      }

      @Override
      public int workers() {
        return (int) current().slots().count();
      }

      @Override
      public void replace(WorkerHandle worker, String why) {
        recycle(worker, why);
      }
    };
  }

  private void wrote(WorkerHandle worker, boolean error, String line) {
    workers.lineTaken();
    Slot slot = worker.slot();
    if (error) {
      worker.wroteError(line);
    }
    slot.subserver()
        .log()
        .log(
            error ? Severity.ERROR : worker.wasStuck() ? Severity.WARNING : Severity.INFO,
            (error ? "STDERR: wid:" : "STDOUT: wid:") + slot.wid() + " " + line);
  }

  private void gone(WorkerHandle worker) {
    workers.remove(worker);
    reopenings.forEach(reopening -> reopening.gone(worker));
    Slot slot = worker.slot();
    long now = now();
    if (lifetime.isStarting() && !(slot.isDaemon() && slot.hasBeenReady())) {
      lifetime.abort(String.join("\n", worker.whyNotReady()), now);
    } else if (lifetime.isEnding()) {
      log(Severity.INFO, "%s %s".formatted(worker, worker.ending()));
    } else if (Spares.isSpare(worker)) {
      spares.gone(worker, now);
    } else if (worker.isReplaced()) {
      worker.failure().lines().forEach(line -> log(Severity.ERROR, line));
    } else if (changes.gone(worker, now)) {
      log(Severity.INFO, "%s %s".formatted(worker, worker.ending()));
    } else if (slot.successor() == worker) {
      recycling.successorDied(worker, now);
    } else if (slot.worker() == worker) {
      restartLater(worker);
    } else {
      String how = worker.isEnding() ? "" : " after draining";
      log(Severity.NOTICE, "%s %s%s".formatted(worker, worker.ending(), how));
    }
    current().slots().forEach(other -> other.gone(worker, now));
    if (!lifetime.isEnding()) {
      changes.closeVanished();
      changes.forgetIfLast(slot.subserver().generation());
    }
  }

  private void restartLater(WorkerHandle worker) {
    long uptime = worker.uptime(now());
    long delay = worker.slot().died(worker.service(now()), now());
    worker.failure().lines().forEach(line -> log(Severity.ERROR, line));
    log(
        Severity.ERROR,
        "%s %s; restarting%s (it ran for %s)"
            .formatted(
                worker,
                worker.ending(),
                delay == 0 ? "" : " in " + describe(delay),
                describe(uptime)));
  }

  private StatusReport status() {
    return Statuses.of(lifetime.phase(), now() - startedAt, current(), workers, stats, now());
  }

  // --- deadlines ---

  private long nextDeadline() {
    long next = lifetime.nextAt();
    next = reopenings.stream().mapToLong(Reopening::deadline).reduce(next, Math::min);
    if (!lifetime.isEnding()) {
      next = filled().mapToLong(Slot::dueAt).reduce(next, Math::min);
      next =
          LongStream.of(
                  next,
                  nextRecycling(),
                  changes.nextAt(),
                  vigil.nextLook(),
                  checkup.nextLook(),
                  nextSpare(),
                  workers.nextEnd(),
                  slowStarts.nextAt())
              .min()
              .getAsLong();
    }
    return next == NEVER ? now() + TimeUnit.HOURS.toMillis(1) : next;
  }

  private void meetDeadlines() {
    long now = now();
    reopenings.removeIf(reopening -> reopening.isOver(now));
    if (!lifetime.isEnding()) {
      filled().filter(slot -> slot.dueAt() <= now).toList().forEach(this::fill);
      workers.enforce(now);
      slowStarts.enforce(now);
      changes.enforce(now);
      vigil.look(now);
      checkup.look(now);
    }
    if (mayRecycle()) {
      recycling.begin(now);
      spares.keep(current(), now);
    }
    lifetime.enforce(now);
    goOn();
  }

  /** The slots that are filled again when they are empty; those of a reload are its own. */
  private Stream<Slot> filled() {
    return current().slots();
  }

  private boolean mayRecycle() {
    return lifetime.isRunning() && !changes.isReloading();
  }

  private long nextRecycling() {
    return mayRecycle() ? recycling.nextAt() : NEVER;
  }

  private long nextSpare() {
    return mayRecycle() ? spares.nextAt(current()) : NEVER;
  }

  // --- workers ---

  private void fill(Slot slot) {
    if (lifetime.isEnding() || slot.isClosed()) {
      return; // another slot could not be filled
    }
    try {
      workers.start(slot, now());
    } catch (OsException e) {
      notStarted(slot, e);
    }
  }

  private void notStarted(Slot slot, OsException e) {
    String why = "worker %s cannot be started: %s".formatted(slot, e.getMessage());
    if (lifetime.isStarting()) {
      lifetime.abort(why, now());
    } else if (!changes.notStarted(slot, why, now())) {
      long delay = slot.died(0, now());
      log(Severity.ERROR, "%s; trying again in %s".formatted(why, describe(delay)));
    }
  }

  /** It has done what it was asked for first. */
  private void reopened(WorkerHandle worker) {
    var _ = reopenings.stream().anyMatch(reopening -> reopening.done(worker));
  }

  private void reopenLogs(ControlReply reply) {
    outside.reopenErrorLog();
    reopenings.add(new Reopening(workers, reply, now()));
  }

  private static String describe(long millis) {
    return Durations.describe(Duration.ofMillis(millis));
  }

  private static void log(Severity severity, String text) {
    Log.main().log(severity, text);
  }

  /** Milliseconds of the clock that all times here are of; it goes on over an exec. */
  static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}

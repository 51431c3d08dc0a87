package net.brim.server.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.brim.os.OsException;
import net.brim.os.Signals;
import net.brim.server.config.Sigterm;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlRequest;
import net.brim.server.control.StatsAnswer;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.stats.StatsMemory;
import net.brim.server.stats.StatsReport;
import net.brim.server.vitals.ContainerMemory;
import net.brim.server.vitals.ProcessFiles;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a worker in every slot: one loop over one queue of events, so that nothing here needs a
 * lock.
 *
 * <pre>
 *  STARTING ──all workers ready──▶ RUNNING ──HUP──▶ DRAINING ──time is up, TERM──┐
 *     │                              │                 │                         ▼
 *     └──a worker failed, TERM───────┴──TERM, INT──────┼─────────────────────▶ STOPPING
 *                                                      └─last worker gone─▶ end ◀──┘
 * </pre>
 *
 * <p>While it runs, changes of what runs are made one after the other: {@link Reload}, {@link
 * Scaling}. {@link Recycling} goes on beside them.
 */
final class Supervisor {

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

  /** The exit status for it. */
  private static final int UNKNOWN_COMMAND = 2;

  /** Commands of the control socket. */
  private static final String RELOAD = "reload";

  private static final String SCALE = "scale";
  private static final String LOGROTATE = "logrotate";
  private static final String LOGREOPEN = "logreopen";

  private static final String RESTART = "restart";

  /** Events between looks at deadlines: one may be a line of a flood. */
  private static final int MOST_AT_ONCE = 64;

  private static final long NEVER = Long.MAX_VALUE;

  private final Workers workers;
  private final StatsMemory stats;
  private final BlockingQueue<Event> events;
  private final Report report;
  private final Announcements announcements;
  private final Outside outside;
  private final Recycling recycling;
  private final Vigil vigil;
  private final Checkup checkup;
  private final Spares spares;
  private final long startedAt;
  private final Changes changes;
  private final List<Reopening> reopenings = new ArrayList<>();
  private Phase phase = Phase.STARTING;
  private int exitStatus;
  private long slowStartAt;
  private long releaseAt = NEVER;
  private long stopAt = NEVER;
  private long killAt = NEVER;

  /** What the supervisor has done beyond its workers. */
  interface Outside {

    /** Closes the listening sockets. */
    void closeListeners();

    /** Gives up the pid file and the control socket, so that a successor can start. */
    void release();

    /** Has stderr go to its file anew, where it goes to one. */
    void reopenErrorLog();

    /**
     * Has another plan made, beside this loop.
     *
     * @param inPlace by the program that is the newest now
     */
    void plan(Generation current, boolean inPlace);

    /**
     * Has this process become the program of a plan.
     *
     * @param generations those that have workers, the current one last
     * @param reload that has the plan, and whom to tell how it goes on
     * @throws OsException where that cannot be; all is as before then
     */
    void become(List<Generation> generations, long startedAt, Reload reload);

    /** Ends the making of a plan; where one was being made, it has failed then. */
    void giveUpPlan();

    /** Has workers of one generation more or fewer. */
    Scaling scaling(Generation generation, String section, ControlReply reply);

    /** Gives back what a generation had, since none of its workers is left. */
    void forget(Generation generation);
  }

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
    this.slowStartAt = startedAt + SLOW_START_MILLIS;
    this.workers = workers;
    this.stats = stats;
    this.events = events;
    this.report = report;
    this.announcements = announcements;
    this.outside = outside;
    this.recycling = new Recycling(workers);
    this.vigil = new Vigil(workers);
    this.checkup = new Checkup(practice());
    this.spares = new Spares(workers);
    this.changes = new Changes(first, generations, workers, outside);
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
    phase = Phase.RUNNING;
    slowStartAt = NEVER;
    log(Severity.NOTICE, "Brim goes on, as process " + ProcessHandle.current().pid());
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
    announcements.update(phase, current(), changes); // a start may take long
    while (true) {
      meetDeadlines();
      if (isEnding() && workers.isEmpty()) {
        return exitStatus;
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
        announcements.update(phase, current(), changes);
      }
    }
  }

  // --- events ---

  private void handle(Event event) throws InterruptedException {
    switch (event) {
      case Event.SignalReceived(String name) -> signal(name);
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
      case Event.CommandReceived(ControlRequest request) -> answer(request, request.reply());
    }
    if (!(event instanceof Event.OutputLine)) {
      goOn();
    }
  }

  /** Ends changes that are over, and begins those that waited for that. */
  private void goOn() {
    if (!isEnding()) {
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

  private void signal(String name) {
    switch (name) {
      case "TERM" -> {
        if (current().settings().brim().sigterm() == Sigterm.SHUTDOWN && phase == Phase.RUNNING) {
          shutDown("SIGTERM");
        } else {
          stop("SIGTERM");
        }
      }
      case "INT" -> stop("SIGINT");
      case "HUP" -> shutDown("SIGHUP");
      case "USR1" -> reopenLogs(ControlReply.nobody());
      case "USR2" -> change(ControlReply.nobody(), changes::restart);
      case "TTIN" -> change(ControlReply.nobody(), reply -> changes.scaleFirst(1, reply));
      case "TTOU" -> change(ControlReply.nobody(), reply -> changes.scaleFirst(-1, reply));
      default -> log(Severity.NOTICE, "SIG" + name + " has no meaning in this version of Brim");
    }
  }

  private void exited(@Nullable WorkerHandle worker) {
    if (worker == null) {
      return;
    }
    workers.steer();
    boolean fills = worker.slot().worker() == worker;
    if (phase == Phase.RUNNING && fills && spares.replace(worker, now())) {
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
        } else if (line.startsWith(WorkerCommand.RECYCLE) && !isEnding()) {
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
    if (phase == Phase.STARTING && current().slots().allMatch(Slot::hasBeenReady)) {
      becomeRunning();
    }
    changes.ready(worker, now);
  }

  private void draining(WorkerHandle worker) {
    Slot slot = worker.slot();
    boolean unasked = slot.worker() == worker && !isEnding() && !slot.isDaemon();
    worker.becameDraining();
    if (unasked) {
      log(Severity.NOTICE, worker + " drains; starting another");
      slot.vacated(now());
    }
    workers.steer();
    if (!isEnding()) {
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
    if (phase == Phase.STARTING && !(slot.isDaemon() && slot.hasBeenReady())) {
      abort(String.join("\n", worker.whyNotReady()));
    } else if (isEnding()) {
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
    if (!isEnding()) {
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

  private void answer(ControlRequest request, ControlReply reply) {
    switch (request.command()) {
      case StatusReport.COMMAND -> {
        status().writeTo(reply);
        reply.done(0);
      }
      case StatsAnswer.COMMAND -> {
        StatsAnswer.write(StatsReport.of(stats), reply);
        reply.done(0);
      }
      case LOGROTATE, LOGREOPEN -> reopenLogs(reply);
      case RELOAD -> change(reply, changes::reload);
      case RESTART -> change(reply, changes::restart);
      case SCALE -> change(reply, to -> scale(request.arguments(), to));
      default -> {
        reply.err("brimd: the supervisor knows no command " + request.command());
        reply.done(UNKNOWN_COMMAND);
      }
    }
  }

  private StatusReport status() {
    return Statuses.of(phase, now() - startedAt, current(), workers, stats, now());
  }

  private void change(ControlReply reply, Consumer<ControlReply> change) {
    if (phase == Phase.RUNNING) {
      change.accept(reply);
    } else {
      reply.err("the server is " + phase.name().toLowerCase(Locale.ROOT));
      reply.done(1);
    }
  }

  private void scale(List<String> arguments, ControlReply reply) {
    OptionalInt count = arguments.size() == 2 ? number(arguments.getLast()) : OptionalInt.empty();
    if (count.isEmpty()) {
      reply.err("expected `scale SECTION NUMBER`");
      reply.done(UNKNOWN_COMMAND);
    } else {
      changes.scale(arguments.getFirst(), count.getAsInt(), reply);
    }
  }

  private static OptionalInt number(String word) {
    try {
      return OptionalInt.of(Integer.parseInt(word));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  // --- phases ---

  private void becomeRunning() {
    phase = Phase.RUNNING;
    slowStartAt = NEVER;
    log(Severity.NOTICE, "Brim runs, as process " + ProcessHandle.current().pid());
    current().subservers().forEach(subserver -> report.progress(subserver.describe()));
    report.done();
  }

  private void abort(String why) {
    report.problem(why);
    why.lines().forEach(line -> log(Severity.CRITICAL, line));
    exitStatus = 1;
    endAtOnce();
  }

  private void shutDown(String why) {
    if (phase != Phase.RUNNING) {
      if (phase == Phase.STARTING) {
        stop(why);
      }
      return;
    }
    changes.giveUp(now());
    phase = Phase.DRAINING;
    log(Severity.NOTICE, why + ": finishing the requests in progress");
    long limit = current().settings().brim().gracefulTimeout().toMillis() + DRAIN_MARGIN_MILLIS;
    announcements.ending(Duration.ofMillis(limit + STOP_MILLIS));
    outside.closeListeners();
    workers.tell(WorkerCommand.DRAIN);
    releaseAt = now() + Workers.PATIENCE_MILLIS;
    stopAt = now() + limit;
  }

  private void stop(String why) {
    if (phase == Phase.STOPPING) {
      killAt = now();
    } else if (phase == Phase.STARTING) {
      abort("stopped by %s before all workers were ready".formatted(why));
    } else {
      log(Severity.NOTICE, why + ": stopping");
      changes.giveUp(now());
      endAtOnce();
    }
  }

  private void endAtOnce() {
    phase = Phase.STOPPING;
    slowStartAt = NEVER;
    stopAt = NEVER;
    killAt = now() + Workers.PATIENCE_MILLIS;
    announcements.ending(Duration.ofMillis(STOP_MILLIS));
    outside.closeListeners();
    workers.signal(Signals.TERM);
  }

  private boolean isEnding() {
    return phase == Phase.DRAINING || phase == Phase.STOPPING;
  }

  // --- deadlines ---

  private long nextDeadline() {
    long next = LongStream.of(slowStartAt, releaseAt, stopAt, killAt).min().getAsLong();
    next = reopenings.stream().mapToLong(Reopening::deadline).reduce(next, Math::min);
    if (!isEnding()) {
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
                  nextTooSlow())
              .min()
              .getAsLong();
    }
    return next == NEVER ? now() + TimeUnit.HOURS.toMillis(1) : next;
  }

  private void meetDeadlines() {
    long now = now();
    reopenings.removeIf(reopening -> reopening.isOver(now));
    if (!isEnding()) {
      filled().filter(slot -> slot.dueAt() <= now).toList().forEach(this::fill);
      workers.enforce(now);
      endTooSlow(now);
      changes.enforce(now);
      vigil.look(now);
      checkup.look(now);
    }
    if (mayRecycle()) {
      recycling.begin(now);
      spares.keep(current(), now);
    }
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
      endAtOnce();
    }
    if (now >= killAt) {
      killAt = NEVER;
      workers.signal(Signals.KILL);
    }
    goOn();
  }

  /** The slots that are filled again when they are empty; those of a reload are its own. */
  private Stream<Slot> filled() {
    return current().slots();
  }

  private boolean mayRecycle() {
    return phase == Phase.RUNNING && !changes.isReloading();
  }

  private long nextRecycling() {
    return mayRecycle() ? recycling.nextAt() : NEVER;
  }

  private static long startLimit(WorkerHandle worker) {
    Generation generation = worker.slot().subserver().generation();
    return generation.settings().brim().startTimeout().toMillis();
  }

  private long nextSpare() {
    return phase == Phase.RUNNING && !changes.isReloading() ? spares.nextAt(current()) : NEVER;
  }

  private long nextTooSlow() {
    return workers
        .all()
        .filter(WorkerHandle::isStarting)
        .mapToLong(worker -> worker.startedAt() + startLimit(worker))
        .min()
        .orElse(NEVER);
  }

  private void endTooSlow(long now) {
    workers
        .all()
        .filter(worker -> worker.isStarting() && worker.uptime(now) >= startLimit(worker))
        .toList()
        .forEach(worker -> {
          worker.failed(
              "%s: not ready after %s, which is start_timeout; killing it"
                  .formatted(worker, describe(startLimit(worker))));
          workers.kill(worker);
        });
  }

  private String notReady() {
    return String.join(
        ", ", current().slots().filter(slot -> !slot.hasBeenReady()).map(Slot::toString).toList());
  }

  // --- workers ---

  private void fill(Slot slot) {
    if (isEnding()) {
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
    if (phase == Phase.STARTING) {
      abort(why);
    } else {
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

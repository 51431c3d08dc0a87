package net.brim.server.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.brim.os.OsException;
import net.brim.os.Signals;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.Sigterm;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlRequest;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.stats.StatsMemory;
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
 */
final class Supervisor {

  enum Phase {
    STARTING,
    RUNNING,
    DRAINING,
    STOPPING
  }

  /** Between asking workers to exit at once and killing them. */
  private static final long PATIENCE_MILLIS = 2_000;

  /** How much longer than the workers' own limit a drain may take. */
  private static final long DRAIN_MARGIN_MILLIS = 1_000;

  /** When to say that the start takes long. */
  private static final long SLOW_START_MILLIS = 10_000;

  /** The exit status for it. */
  private static final int UNKNOWN_COMMAND = 2;

  private static final long NEVER = Long.MAX_VALUE;

  private final BrimSettings settings;
  private final List<RunningSubserver> subservers;
  private final Workers workers;
  private final StatsMemory stats;
  private final BlockingQueue<Event> events;
  private final Report report;
  private final Outside outside;
  private final long startedAt = now();
  private Phase phase = Phase.STARTING;
  private int exitStatus;
  private long slowStartAt = startedAt + SLOW_START_MILLIS;
  private long releaseAt = NEVER;
  private long stopAt = NEVER;
  private long killAt = NEVER;

  /** What the supervisor has done beyond its workers. */
  interface Outside {

    /** Gives up the pid file and the control socket, so that a successor can start. */
    void release();

    /** Has stderr go to its file anew, where it goes to one. */
    void reopenErrorLog();
  }

  /** A supervisor that has started nothing yet. */
  Supervisor(
      BrimSettings settings,
      List<RunningSubserver> subservers,
      Workers workers,
      StatsMemory stats,
      BlockingQueue<Event> events,
      Report report,
      Outside outside) {
    this.settings = settings;
    this.subservers = subservers;
    this.workers = workers;
    this.stats = stats;
    this.events = events;
    this.report = report;
    this.outside = outside;
  }

  /** Runs until the last worker is gone; returns the exit status. */
  int run() throws InterruptedException {
    while (true) {
      meetDeadlines();
      if (isEnding() && workers.isEmpty()) {
        return exitStatus;
      }
      long wait = nextDeadline() - now();
      Event event = events.poll(Math.max(0, wait), TimeUnit.MILLISECONDS);
      if (event != null) {
        handle(event);
      }
    }
  }

  // --- events ---

  private void handle(Event event) {
    switch (event) {
      case Event.SignalReceived(String name) -> signal(name);
      case Event.ChildExited(var exit) -> exited(workers.ended(exit));
      case Event.WorkerSaid(WorkerHandle worker, String line) -> said(worker, line);
      case Event.OutputLine(WorkerHandle worker, boolean error, String line) ->
          wrote(worker, error, line);
      case Event.OutputEnded(WorkerHandle worker) -> gone(worker);
      case Event.CommandReceived(ControlRequest request) -> answer(request, request.reply());
    }
  }

  private void signal(String name) {
    switch (name) {
      case "TERM" -> {
        if (settings.sigterm() == Sigterm.SHUTDOWN && phase == Phase.RUNNING) {
          shutDown("SIGTERM");
        } else {
          stop("SIGTERM");
        }
      }
      case "INT" -> stop("SIGINT");
      case "HUP" -> shutDown("SIGHUP");
      case "USR1" -> reopenLogs();
      default -> log(Severity.NOTICE, "SIG" + name + " has no meaning in this version of Brim");
    }
  }

  private void exited(@Nullable WorkerHandle worker) {
    if (worker != null) {
      steer(worker.slot().subserver());
    }
  }

  private void said(WorkerHandle worker, String line) {
    RunningSubserver subserver = worker.slot().subserver();
    switch (line) {
      case WorkerCommand.READY -> {
        worker.becameReady(now());
        steer(subserver);
        log(Severity.INFO, "%s ready after %s".formatted(worker, describe(worker.uptime(now()))));
        if (phase == Phase.STARTING && slots().allMatch(Slot::hasBeenReady)) {
          becomeRunning();
        }
      }
      case WorkerCommand.DRAINING -> {
        worker.becameDraining();
        if (worker.slot().worker() == worker && !isEnding() && !worker.slot().isDaemon()) {
          log(Severity.NOTICE, worker + " drains; starting another");
          worker.slot().vacated(now());
        }
        steer(subserver);
      }
      default -> {
        if (line.startsWith(WorkerCommand.FAILED)) {
          worker.failed(line.substring(WorkerCommand.FAILED.length()));
        }
      }
    }
  }

  private void steer(RunningSubserver subserver) {
    subserver.steer(workers::cover);
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
            error ? Severity.ERROR : Severity.INFO,
            (error ? "STDERR: wid:" : "STDOUT: wid:") + slot.wid() + " " + line);
  }

  private void gone(WorkerHandle worker) {
    workers.remove(worker);
    Slot slot = worker.slot();
    if (phase == Phase.STARTING && !(slot.isDaemon() && slot.hasBeenReady())) {
      abort(String.join("\n", worker.whyNotReady()));
    } else if (isEnding()) {
      log(Severity.INFO, "%s %s".formatted(worker, worker.ending()));
    } else if (slot.worker() == worker) {
      restartLater(worker);
    } else {
      log(Severity.NOTICE, "%s %s after draining".formatted(worker, worker.ending()));
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
        Statuses.of(phase, now() - startedAt, subservers, stats, now()).writeTo(reply);
        reply.done(0);
      }
      default -> {
        reply.err("brimd: the supervisor knows no command " + request.command());
        reply.done(UNKNOWN_COMMAND);
      }
    }
  }

  // --- phases ---

  private void becomeRunning() {
    phase = Phase.RUNNING;
    slowStartAt = NEVER;
    log(Severity.NOTICE, "Brim runs, as process " + ProcessHandle.current().pid());
    subservers.forEach(subserver -> report.progress(subserver.describe()));
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
    phase = Phase.DRAINING;
    log(Severity.NOTICE, why + ": finishing the requests in progress");
    subservers.forEach(RunningSubserver::closeListeners);
    workers.tell(WorkerCommand.DRAIN);
    releaseAt = now() + PATIENCE_MILLIS;
    stopAt = now() + settings.gracefulTimeout().toMillis() + DRAIN_MARGIN_MILLIS;
  }

  private void stop(String why) {
    if (phase == Phase.STOPPING) {
      killAt = now();
    } else if (phase == Phase.STARTING) {
      abort("stopped by %s before all workers were ready".formatted(why));
    } else {
      log(Severity.NOTICE, why + ": stopping");
      endAtOnce();
    }
  }

  private void endAtOnce() {
    phase = Phase.STOPPING;
    slowStartAt = NEVER;
    stopAt = NEVER;
    killAt = now() + PATIENCE_MILLIS;
    subservers.forEach(RunningSubserver::closeListeners);
    workers.signal(Signals.TERM);
  }

  private boolean isEnding() {
    return phase == Phase.DRAINING || phase == Phase.STOPPING;
  }

  // --- deadlines ---

  private long nextDeadline() {
    long next = Math.min(Math.min(slowStartAt, releaseAt), Math.min(stopAt, killAt));
    if (!isEnding()) {
      next = slots().filter(Slot::isEmpty).mapToLong(Slot::dueAt).reduce(next, Math::min);
    }
    return next == NEVER ? now() + TimeUnit.HOURS.toMillis(1) : next;
  }

  private void meetDeadlines() {
    long now = now();
    if (!isEnding()) {
      slots().filter(slot -> slot.isEmpty() && slot.dueAt() <= now).toList().forEach(this::fill);
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
  }

  private String notReady() {
    return String.join(
        ", ", slots().filter(slot -> !slot.hasBeenReady()).map(Slot::toString).toList());
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

  private void reopenLogs() {
    Log.reopen();
    outside.reopenErrorLog();
    workers.tell(WorkerCommand.REOPEN);
  }

  private Stream<Slot> slots() {
    return subservers.stream().map(RunningSubserver::slots).flatMap(Collection::stream);
  }

  private static String describe(long millis) {
    return Durations.describe(Duration.ofMillis(millis));
  }

  private static void log(Severity severity, String text) {
    Log.main().log(severity, text);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}

package net.brim.server.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.brim.os.OsException;
import net.brim.server.control.ControlReply;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanRequest;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of one generation by the next: wholly, or not at all.
 *
 * <pre>
 *  PLANNING ──plan, of a restart──▶ BECOMING: this process becomes the program that made the plan,
 *     │                                which goes on here:
 *  PLANNING ──plan──▶ STARTING ──all workers ready──▶ DONE: they serve, those before retire
 *     │                  │  with reload_surge = N: so many at a time, and each serves, and retires
 *     │                  │  the worker before it, as soon as it is ready
 *     │                  │
 *     │                  ├──a worker fails──▶ RESTORING: workers of the plan before take
 *     │                  │                       │       the places of those that had retired;
 *     │                  │                       │       not waited for where one fails
 *     └──wrong──▶ FAILED ◀───────────────────────┘
 * </pre>
 *
 * <p>Daemons are replaced at the end, each when the one before it is gone: there are never two.
 */
final class Reload {

  /** How far it has come. */
  enum State {
    PLANNING,
    BECOMING,
    STARTING,
    RESTORING,
    DONE,
    FAILED
  }

  private final Generation before;
  private final Generations generations;
  private final Workers workers;
  private final ControlReply reply;
  private final Deque<Slot> pending = new ArrayDeque<>();
  private final Set<Slot> starting = new HashSet<>();
  private final List<Slot> replaced = new ArrayList<>();
  private State state = State.PLANNING;
  private final boolean inPlace;
  private @Nullable Generation next;
  private @Nullable Plan plan;
  private int planDescriptor;
  private boolean hasComplained;

  /**
   * A reload that has yet to be planned.
   *
   * @param inPlace whether this process becomes the program that makes the plan before that is used
   */
  Reload(
      Generation before,
      Generations generations,
      Workers workers,
      boolean inPlace,
      ControlReply reply) {
    this.before = before;
    this.inPlace = inPlace;
    this.generations = generations;
    this.workers = workers;
    this.reply = reply;
  }

  State state() {
    return state;
  }

  ControlReply reply() {
    return reply;
  }

  boolean isOver() {
    return state == State.DONE || state == State.FAILED;
  }

  /** The new generation; null before there is a plan. */
  @Nullable Generation next() {
    return next;
  }

  // --- what happens ---

  /** The process that makes the plan said so. */
  void planSaid(boolean wrong, String line) {
    if (wrong) {
      complain(line);
    } else {
      say(line);
    }
  }

  /** There will be no plan. */
  void planFailed() {
    if (!hasComplained) {
      complain("the program that makes the plan could not run: the log says what it printed");
    }
    Log.main().log(Severity.NOTICE, "reload: nothing has changed");
    state = State.FAILED;
  }

  /**
   * There is a plan, in that memory.
   *
   * @param understands the version of an estate that the program understands which has made it
   */
  void planned(Plan made, int descriptor, int understands, long now) throws InterruptedException {
    if (!inPlace) {
      planned(made, descriptor, now);
    } else if (understands == PlanRequest.ESTATE_VERSION) {
      plan = made;
      planDescriptor = descriptor;
      state = State.BECOMING;
    } else {
      generations.discard(descriptor);
      complain(
          "that program cannot take over from this one (it understands version %d, this is %d): stop and start"
              .formatted(understands, PlanRequest.ESTATE_VERSION));
      planFailed();
    }
  }

  /** What this process is to become the program of; null where it is to become none. */
  @Nullable Plan plan() {
    return plan;
  }

  /** The program that this process is to become, for the log. */
  String programDescribed() {
    Plan made = Objects.requireNonNull(plan);
    return made.launch().program().getLast() + " on " + made.launch().java().getFirst();
  }

  int planDescriptor() {
    return planDescriptor;
  }

  /** This process could not become the other program. */
  void notBecome(String why) {
    generations.discard(planDescriptor);
    complain("the supervisor is not replaced: " + why);
    planFailed();
  }

  /** There is a plan, in that memory, of the program that this process is. */
  void planned(Plan plan, int descriptor, long now) throws InterruptedException {
    try {
      next = generations.next(plan, descriptor);
    } catch (StartFailedException e) {
      complain(String.valueOf(e.getMessage()));
      planFailed();
      return;
    }
    Lasting.differences(before.settings(), plan.settings()).forEach(this::say);
    state = State.STARTING;
    if (isStepwise()) {
      next.serve();
    }
    next.slots().forEach(this::expect);
    startSome(now);
    finishIfReady(now);
  }

  private void expect(Slot slot) {
    Slot old = counterpart(slot, before);
    if (old != null) {
      slot.continues(old);
    }
    if (!slot.isDaemon()) {
      pending.add(slot);
    }
  }

  /** A worker, of whatever generation, is ready. */
  void ready(WorkerHandle worker, long now) {
    Slot slot = worker.slot();
    if (state == State.STARTING && starting.remove(slot)) {
      if (isStepwise()) {
        replace(slot, now);
      }
      startSome(now);
      finishIfReady(now);
    } else if (state == State.RESTORING && replaced.remove(slot)) {
      Slot other = counterpart(slot, Objects.requireNonNull(next));
      if (other != null) {
        leave(other, now);
      }
      endIfRestored(now);
    }
  }

  /**
   * A worker is gone.
   *
   * @return whether it was one of the new generation, whose end is no concern of anyone else
   */
  boolean gone(WorkerHandle worker, long now) {
    Generation generation = worker.slot().subserver().generation();
    if (state == State.RESTORING && worker.slot().worker() == worker) {
      stopRestoringIfVain(worker.slot(), worker.whyNotReady());
    }
    if (generation != next || isOver()) {
      return false;
    }
    starting.remove(worker.slot());
    if (state == State.STARTING) {
      worker.whyNotReady().forEach(this::complain);
      undo(now);
    }
    return true;
  }

  /** A worker of the plan that is in force could not even be started. */
  void notStarted(Slot slot, String why) {
    if (state == State.RESTORING) {
      stopRestoringIfVain(slot, List.of(why));
    }
  }

  /** Where a worker of the plan before cannot start again, another reload is to mend that. */
  private void stopRestoringIfVain(Slot slot, List<String> why) {
    if (replaced.contains(slot)) {
      why.forEach(this::complain);
      complain("workers of %s serve until those of %s can start".formatted(next, before));
      state = State.FAILED;
    }
  }

  /** The server ends, or the plan cannot even be asked for. */
  void abandon(String why, long now) {
    complain(why);
    if (state == State.STARTING) {
      undo(now);
    }
    state = State.FAILED;
  }

  // --- steps ---

  private boolean isStepwise() {
    return surge() < Integer.MAX_VALUE;
  }

  private int surge() {
    return Objects.requireNonNull(next).settings().brim().reloadSurge().orElse(Integer.MAX_VALUE);
  }

  private void startSome(long now) {
    while (state == State.STARTING && !pending.isEmpty() && starting.size() < surge()) {
      Slot slot = pending.remove();
      try {
        workers.start(slot, now);
        starting.add(slot);
      } catch (OsException e) {
        complain("worker %s cannot be started: %s".formatted(slot, e.getMessage()));
        undo(now);
      }
    }
  }

  private void replace(Slot slot, long now) {
    Slot old = counterpart(slot, before);
    if (old != null && !old.isClosed()) {
      replaced.add(old);
      leave(old, now);
    }
  }

  private void finishIfReady(long now) {
    if (state == State.STARTING && pending.isEmpty() && starting.isEmpty()) {
      state = State.DONE;
      Objects.requireNonNull(next).serve();
      workers.steer();
      drainWhoseConnectionsNobodyTakes(now);
      before.slots().filter(slot -> !slot.isDaemon()).forEach(slot -> leave(slot, now));
      before.slots().filter(Slot::isDaemon).forEach(slot -> leaveDaemon(slot, now));
    }
  }

  /** Also those that retire since an earlier reload, when others could take them. */
  private void drainWhoseConnectionsNobodyTakes(long now) {
    workers
        .all()
        .filter(worker -> worker.slot().subserver().generation() != next)
        .filter(worker -> !worker.slot().isDaemon() && !mayHandOver(worker))
        .toList()
        .forEach(worker -> workers.drain(worker, now));
  }

  private void leaveDaemon(Slot old, long now) {
    WorkerHandle worker = old.worker() == null ? old.awaited() : old.worker();
    Slot slot = counterpart(old, Objects.requireNonNull(next));
    if (worker != null && slot != null) {
      slot.await(worker);
    }
    leave(old, now);
  }

  /** The slot is filled no more, and its workers finish. */
  private void leave(Slot slot, long now) {
    WorkerHandle worker = slot.worker();
    WorkerHandle successor = slot.successor();
    slot.close();
    if (worker != null) {
      finish(worker, now);
    }
    if (successor != null) {
      finish(successor, now);
    }
  }

  /** Connections can be left only to workers that speak what they speak. */
  private boolean mayHandOver(WorkerHandle worker) {
    RunningSubserver subserver = worker.slot().subserver();
    Generation other = subserver.generation() == next ? before : next;
    RunningSubserver same = other == null ? null : other.subserver(subserver.name());
    return same != null && same.settings().takesConnectionsOf(subserver.settings());
  }

  private void finish(WorkerHandle worker, long now) {
    if (mayHandOver(worker)) {
      workers.retire(worker, now);
    } else if (!worker.isLeaving()) {
      workers.drain(worker, now);
    }
  }

  /** Gives up what has been started, and has the plan before serve everywhere again. */
  private void undo(long now) {
    pending.clear();
    Generation failed = Objects.requireNonNull(next);
    generations.countAs(before.plan());
    replaced.forEach(slot -> slot.reopen(now));
    state = State.RESTORING;
    failed.slots().filter(slot -> !isNeeded(slot)).forEach(slot -> leave(slot, now));
    endIfRestored(now);
  }

  /** Whether a worker of the failed generation serves until one of that before does again. */
  private boolean isNeeded(Slot slot) {
    Slot old = counterpart(slot, before);
    return slot.isReady() && old != null && replaced.contains(old);
  }

  private void endIfRestored(long now) {
    if (replaced.isEmpty()) {
      Objects.requireNonNull(next).slots().forEach(slot -> leave(slot, now));
      Log.main().log(Severity.NOTICE, "reload: the workers of %s stay".formatted(before));
      state = State.FAILED;
    }
  }

  private static @Nullable Slot counterpart(Slot slot, Generation in) {
    RunningSubserver subserver = in.subserver(slot.subserver().name());
    Collection<Slot> slots = subserver == null ? List.of() : subserver.slots();
    return slots.stream()
        .filter(other -> other.name().equals(slot.name()))
        .findFirst()
        .orElse(null);
  }

  private void say(String line) {
    Log.main().log(Severity.NOTICE, "reload: " + line);
    reply.out(line);
  }

  private void complain(String line) {
    hasComplained = true;
    Log.main().log(Severity.ERROR, "reload: " + line);
    reply.err(line);
  }
}

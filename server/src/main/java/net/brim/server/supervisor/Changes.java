package net.brim.server.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import net.brim.os.OsException;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.control.ControlReply;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The changes of what runs, one after the other in the order in which they were asked for: reloads,
 * restarts in place, other numbers of workers. They lead from one current generation to the next.
 */
final class Changes {

  /** How many generations may finish beside the current one before a change waits for them. */
  private static final int MOST_LINGERING = 3;

  private static final long NEVER = Long.MAX_VALUE;

  private final Generations generations;
  private final Workers workers;
  private final Outside outside;
  private final Queue<Change> waiting = new ArrayDeque<>();

  /** Of reloads that are over, but for a worker before them that still accepts. */
  private final List<ControlReply> unanswered = new ArrayList<>();

  private Generation current;
  private @Nullable Reload reload;
  private @Nullable Scaling scaling;
  private long planAt = NEVER;
  private int reloads;

  /** What is done in its turn, and who hears of it. */
  private record Change(Step step, ControlReply reply) {}

  /** How a change begins, at a time in milliseconds. */
  @FunctionalInterface
  private interface Step {
    void begin(long now);
  }

  /** Nothing has changed yet. */
  Changes(Generation first, Generations generations, Workers workers, Outside outside) {
    this.current = first;
    this.generations = generations;
    this.workers = workers;
    this.outside = outside;
  }

  /** The generation that serves. */
  Generation current() {
    return current;
  }

  boolean isReloading() {
    return reload != null;
  }

  /** How many reloads have begun, restarts among them. */
  int reloads() {
    return reloads;
  }

  // --- what is asked for ---

  /** Asks for a reload. */
  void reload(ControlReply reply) {
    change(reply, now -> begin(false, reply, now));
  }

  /** Asks for a reload after which this process is the newest program, too. */
  void restart(ControlReply reply) {
    change(reply, now -> begin(true, reply, now));
  }

  /** Asks for another number of workers. */
  void scale(String section, int count, ControlReply reply) {
    change(reply, now -> scaleNow(section, count, reply, now));
  }

  private void scaleNow(String section, int count, ControlReply reply, long now) {
    scaling = outside.scaling(current, section, reply);
    scaling.begin(count, now);
  }

  /** Asks for more or fewer workers, than there are by then, of the first subserver with any. */
  void scaleFirst(int difference, ControlReply reply) {
    change(
        reply,
        now ->
            current.subservers().stream()
                .filter(subserver -> !(subserver.settings() instanceof DaemonSubserver))
                .findFirst()
                .ifPresent(first ->
                    scaleNow(first.name(), first.slots().size() + difference, reply, now)));
  }

  private void change(ControlReply reply, Step step) {
    waiting.add(new Change(step, reply));
    if (reload != null || scaling != null) {
      reply.out("waiting for the change that goes on");
    } else if (lingering().size() >= MOST_LINGERING) {
      reply.out("waiting for workers of %d generations to finish".formatted(lingering().size()));
    }
  }

  private void begin(boolean inPlace, ControlReply reply, long now) {
    Reload begun = new Reload(current, generations, workers, inPlace, reply);
    reload = begun;
    reloads++;
    try {
      outside.plan(current, inPlace);
      planAt = now + planLimit().toMillis();
      Log.main().log(Severity.NOTICE, inPlace ? "restarting" : "reloading");
    } catch (OsException e) {
      begun.abandon("the configuration cannot be read: " + e.getMessage(), now);
    }
  }

  /** Goes on with a reload that another program of this process has planned. */
  void goOnWithReload(Plan plan, int descriptor, long now, ControlReply reply)
      throws InterruptedException {
    Reload begun = new Reload(current, generations, workers, false, reply);
    reload = begun;
    reloads++;
    begun.planned(plan, descriptor, now);
  }

  private Duration planLimit() {
    return current.settings().brim().startTimeout();
  }

  /** When {@link #enforce} is due, in milliseconds. */
  long nextAt() {
    return planAt;
  }

  /** Gives up a plan that is not made in time: an application may wait for ever. */
  void enforce(long now) {
    if (now >= planAt) {
      planAt = NEVER;
      planSaid(
          true,
          "the configuration and its apps are not read after %s, which is start_timeout"
              .formatted(Durations.describe(planLimit())));
      outside.giveUpPlan();
    }
  }

  // --- what happens ---

  /** The process that makes a plan says so; nobody listens any more where the server ends. */
  void planSaid(boolean wrong, String line) {
    if (reload != null) {
      reload.planSaid(wrong, line);
    }
  }

  /** There is a plan. */
  void planned(Plan plan, int descriptor, int understands, long now) throws InterruptedException {
    planAt = NEVER;
    if (reload == null) {
      generations.discard(descriptor);
    } else {
      reload.planned(plan, descriptor, understands, now);
    }
  }

  /** There will be no plan. */
  void planFailed() {
    planAt = NEVER;
    if (reload != null) {
      reload.planFailed();
    }
  }

  /** A worker has become ready. */
  void ready(WorkerHandle worker, long now) {
    if (reload != null) {
      reload.ready(worker, now);
    } else if (isOfCurrent(worker)) {
      retireOthers(other -> other.slot().hasPlaceOf(worker.slot()), now);
    }
    if (scaling != null) {
      scaling.ready();
    }
  }

  /**
   * A worker is gone.
   *
   * @return whether that is a matter of a change alone
   */
  boolean gone(WorkerHandle worker, long now) {
    return (scaling != null && scaling.gone(worker, now))
        || (reload != null && reload.gone(worker, now));
  }

  /**
   * A worker could not even be started.
   *
   * @return whether that is a matter of a change alone
   */
  boolean notStarted(Slot slot, String why, long now) {
    if (reload != null) {
      reload.notStarted(slot, why);
    }
    return scaling != null && scaling.notStarted(slot, why, now);
  }

  private boolean isOfCurrent(WorkerHandle worker) {
    return worker.slot().subserver().generation() == current;
  }

  private boolean isOfEarlier(WorkerHandle worker) {
    return worker.slot().subserver().generation().number() < current.number();
  }

  /**
   * Has those finish that still serve for another generation, as where a reload was given up before
   * all was as it had been.
   */
  private void retireOthers(Predicate<WorkerHandle> which, long now) {
    workers
        .all()
        .filter(worker -> !isOfCurrent(worker))
        .filter(which)
        .toList()
        .forEach(worker -> workers.retire(worker, now));
  }

  /** Ends what is over, and begins what waited for it. */
  void goOn(long now) {
    endWhatIsOver(now);
    while (reload == null
        && scaling == null
        && !waiting.isEmpty()
        && lingering().size() < MOST_LINGERING) {
      waiting.remove().step().begin(now);
      endWhatIsOver(now);
    }
  }

  private void endWhatIsOver(long now) {
    if (scaling != null && scaling.isOver()) {
      scaling = null;
    }
    Reload ended = reload;
    if (ended != null && ended.isOver()) {
      reload = null;
      end(ended, ended.next(), now);
    }
  }

  private void end(Reload ended, @Nullable Generation next, long now) {
    if (ended.state() == Reload.State.DONE && next != null) {
      Generation before = current;
      current = next;
      retireOthers(any -> true, now);
      generations.openLog(current.plan());
      Log.main().log(Severity.NOTICE, "%s serves in place of %s".formatted(current, before));
      unanswered.add(ended.reply());
      forgetIfLast(before);
    } else {
      current.describe(ended.reply());
      ended.reply().done(1);
      if (next != null) {
        forgetIfLast(next);
      }
    }
    closeVanished(); // Perhaps nobody is left whose end would be the time for it.
  }

  /** Whoever asked for a reload is to meet the new generation, and no other, from then on. */
  private void answerIfNoOtherAccepts() {
    // A further reload may have workers that accept already.
    if (workers.all().filter(this::isOfEarlier).noneMatch(WorkerHandle::mayAccept)) {
      answerAll();
    }
  }

  private void answerAll() {
    unanswered.forEach(reply -> {
      current.subservers().forEach(subserver -> reply.out(subserver.describe()));
      current.describe(reply);
      reply.done(0);
    });
    unanswered.clear();
  }

  /** The server ends: whatever was asked for comes to nothing. */
  void giveUp(long now) {
    answerAll();
    if (reload != null) {
      planAt = NEVER;
      outside.giveUpPlan();
      reload.abandon("the server ends", now);
      reload.reply().done(1);
      reload = null;
    }
    if (scaling != null) {
      scaling.abandon("the server ends");
      scaling = null;
    }
    refuseWaiting("the server ends");
  }

  private void refuseWaiting(String why) {
    for (Change change : waiting) {
      change.reply().err(why);
      change.reply().done(1);
    }
    waiting.clear();
  }

  // --- another program ---

  /** The reload for which this process is to become another program; null for none. */
  @Nullable Reload becoming() {
    return reload != null && reload.state() == Reload.State.BECOMING ? reload : null;
  }

  /**
   * This process is about to become another program, where nobody knows of what waits.
   *
   * @return the generations that have workers, the current one last
   */
  List<Generation> leave() {
    refuseWaiting("the supervisor is being replaced: ask again");
    answerAll();
    var all = new ArrayList<>(lingering());
    all.add(current);
    return all;
  }

  // --- generations ---

  /** The generations before the current one that still have workers. */
  private Set<Generation> lingering() {
    var lingering = new LinkedHashSet<Generation>();
    workers.all().forEach(worker -> lingering.add(worker.slot().subserver().generation()));
    lingering.removeAll(serving());
    return lingering;
  }

  /** The current generation, and the one that is to be. */
  private Set<Generation> serving() {
    var serving = new LinkedHashSet<Generation>();
    serving.add(current);
    Generation next = reload == null ? null : reload.next();
    if (next != null) {
      serving.add(next);
    }
    return serving;
  }

  /** At an address of which no worker accepts any more, clients are not to wait in vain. */
  void closeVanished() {
    answerIfNoOtherAccepts();
    Set<Generation> accepting = serving();
    workers
        .all()
        .filter(WorkerHandle::mayAccept)
        .forEach(worker -> accepting.add(worker.slot().subserver().generation()));
    generations.listenOnlyFor(accepting);
  }

  /** Gives up what only that generation needed, where it serves no more and has no worker left. */
  void forgetIfLast(Generation generation) {
    Set<Generation> needed = lingering();
    needed.addAll(serving());
    if (!needed.contains(generation)) {
      outside.forget(generation);
      generations.keepOnly(needed, current);
    }
  }
}

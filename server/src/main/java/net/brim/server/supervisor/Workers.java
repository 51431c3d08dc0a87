package net.brim.server.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Signals;
import net.brim.os.service.Reaper;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/** The worker processes that there are, those that finish beside their successors included. */
final class Workers implements Vigil.Hands {

  /** How much longer than the worker's own limit its end may take. */
  static final long RETIRE_MARGIN_MILLIS = 1_000;

  /** Between asking a worker to exit at once and killing it. */
  static final long PATIENCE_MILLIS = 2_000;

  private final Os os;
  private final Spawner spawner;
  private final OutputWatcher watcher;
  private final Reaper reaper;
  private final StatsMemory stats;
  private final Map<Integer, WorkerHandle> byPid = new HashMap<>();
  private final Steering steering =
      new Steering((worker, sockets) -> tell(worker, accept(sockets)));

  Workers(Os os, Spawner spawner, OutputWatcher watcher, Reaper reaper, StatsMemory stats) {
    this.os = os;
    this.spawner = spawner;
    this.watcher = watcher;
    this.reaper = reaper;
    this.stats = stats;
  }

  boolean isEmpty() {
    return byPid.isEmpty();
  }

  /** All of them, in no order. */
  Stream<WorkerHandle> all() {
    return byPid.values().stream();
  }

  /** Whether no connection can reach any of them any more. */
  boolean noneAccepts() {
    return all().noneMatch(WorkerHandle::mayAccept);
  }

  /**
   * Starts a worker in an empty slot.
   *
   * @param now in milliseconds
   * @throws OsException where the system refuses
   */
  void start(Slot slot, long now) {
    slot.filledBy(spawn(slot, now));
  }

  /**
   * Starts a worker beside the one in a slot, which it is to succeed.
   *
   * @param now in milliseconds
   * @throws OsException where the system refuses
   */
  void startSuccessor(Slot slot, long now) {
    slot.willBeFilledBy(spawn(slot, now));
  }

  /**
   * Starts a worker that has no slot yet.
   *
   * @param now in milliseconds
   * @throws OsException where the system refuses
   */
  void startSpare(Slot reserve, long now) {
    var _ = spawnProcess(reserve, now);
  }

  /** Has a spare serve a slot, which is empty. */
  void employ(WorkerHandle spare, Slot slot, long now) {
    beginCounting(slot);
    spare.employ(slot, now);
    slot.filledBy(spare);
    tell(spare, WorkerCommand.SERVE + " " + slot.index());
  }

  private WorkerHandle spawn(Slot slot, long now) {
    beginCounting(slot);
    return spawnProcess(slot, now);
  }

  /** Nothing is open or running where no worker counts that is alive. */
  private void beginCounting(Slot slot) {
    // Workers of both slots, perhaps of different generations, have one bucket.
    if (all()
        .filter(worker -> worker.state() != WorkerHandle.State.GONE)
        .noneMatch(worker -> worker.slot().hasPlaceOf(slot))) {
      stats.bucket(slot.subserver().name(), slot.name()).reset(HttpStats.GAUGES);
    }
  }

  private WorkerHandle spawnProcess(Slot slot, long now) {
    WorkerHandle worker = spawner.spawn(slot, now);
    byPid.put(worker.pid(), worker);
    reaper.childStarted();
    return worker;
  }

  /** Takes a worker that another program of this process has started. */
  void adopt(WorkerHandle worker, List<String> unread) {
    byPid.put(worker.pid(), worker);
    watcher.watch(worker, unread);
    reaper.childStarted();
  }

  /** What another program has to know of them; nothing is read from them any more then. */
  List<Estate.Worker> describe() {
    return all()
        .filter(worker -> !Spares.isSpare(worker))
        .map(worker -> worker.describe(place(worker), watcher.open(worker), watcher.unread(worker)))
        .toList();
  }

  private static Estate.Place place(WorkerHandle worker) {
    if (worker.slot().worker() == worker) {
      return Estate.Place.WORKER;
    }
    return worker.slot().successor() == worker ? Estate.Place.SUCCESSOR : Estate.Place.LEAVING;
  }

  /** Reads nothing from them, until {@link #goOn}. */
  void pause() {
    watcher.pause();
  }

  void goOn() {
    watcher.goOn();
  }

  /**
   * A process ended, and what a worker started and left in its process group ends with it. What it
   * had written is handed on before {@link #remove} is due. One that ended unseen was buried by the
   * program before, and its pid may be another's.
   *
   * @return null for one that is no worker: an orphan that the system gave us, as it does to the
   *     first process of a container
   */
  @Nullable WorkerHandle ended(ChildExit exit) {
    WorkerHandle worker = byPid.get(exit.pid());
    if (worker != null) {
      if (!exit.isUnseen()) {
        var _ = os.kill(-exit.pid(), Signals.KILL); // until it is buried, the group is its own
      }
      worker.exited(exit);
      watcher.finish(worker);
    }
    if (!exit.isUnseen()) {
      reaper.bury(exit);
    }
    return worker;
  }

  /** A line that a worker had printed was dealt with. */
  void lineTaken() {
    watcher.lineTaken();
  }

  /** Forgets a worker of which nothing more is to come. */
  void remove(WorkerHandle worker) {
    byPid.remove(worker.pid());
    os.close(worker.pipes().lifeline());
    worker.vitals().close();
  }

  /** Tells all of them a command. */
  void tell(String command) {
    byPid.values().forEach(worker -> tell(worker, command));
  }

  /** Sends new connections to those that are ready, and has these take what waits elsewhere. */
  @Override
  public void steer() {
    steering.to(all().filter(WorkerHandle::takesConnections).toList());
  }

  private static String accept(List<String> sockets) {
    var words = new ArrayList<>(List.of(WorkerCommand.ACCEPT));
    words.addAll(sockets);
    return String.join(" ", words);
  }

  /** Tells one of them a command. */
  void tell(WorkerHandle worker, String command) {
    byte[] line = (command + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      os.write(worker.pipes().lifeline(), line, 0, line.length);
    } catch (OsException e) {
      Log.main().log(Severity.DEBUG, "%s is gone already: %s".formatted(worker, e.getMessage()));
    }
  }

  /**
   * Has a worker finish, since others serve in its place. One that is still starting does so when
   * it has.
   *
   * @param now in milliseconds
   */
  void retire(WorkerHandle worker, long now) {
    finish(worker, worker.slot().isDaemon() ? WorkerCommand.DRAIN : WorkerCommand.RETIRE, now);
  }

  /**
   * Has a worker finish whose subserver goes away, so that nobody takes its place. One that retires
   * leaves no more connections to others.
   *
   * @param now in milliseconds
   */
  void drain(WorkerHandle worker, long now) {
    if (worker.isLeaving()) {
      tell(worker, WorkerCommand.DRAIN);
    } else {
      finish(worker, WorkerCommand.DRAIN, now);
    }
  }

  private void finish(WorkerHandle worker, String command, long now) {
    if (worker.isLeaving() || worker.state() == WorkerHandle.State.GONE) {
      return;
    }
    long limit =
        worker.slot().subserver().generation().settings().brim().gracefulTimeout().toMillis();
    worker.retiring(now + limit + RETIRE_MARGIN_MILLIS);
    steer();
    tell(worker, command);
  }

  /**
   * Ends a worker, whatever it is at.
   *
   * @param now in milliseconds
   */
  void end(WorkerHandle worker, long now) {
    if (worker.state() != WorkerHandle.State.GONE) {
      worker.ending(now + PATIENCE_MILLIS);
      var _ = os.kill(worker.pid(), Signals.TERM);
    }
  }

  /** Ends a worker that will not be asked. */
  void kill(WorkerHandle worker) {
    worker.ending(Long.MAX_VALUE);
    var _ = os.kill(worker.pid(), Signals.KILL);
  }

  /** When {@link #enforce} is due, in milliseconds. */
  long nextEnd() {
    return all().mapToLong(WorkerHandle::endAt).min().orElse(Long.MAX_VALUE);
  }

  /**
   * Ends those that have had their time.
   *
   * @param now in milliseconds
   */
  void enforce(long now) {
    for (WorkerHandle worker : all().filter(worker -> worker.endAt() <= now).toList()) {
      if (worker.isEnding()) {
        worker.ending(Long.MAX_VALUE);
        var _ = os.kill(worker.pid(), Signals.KILL);
      } else {
        Log.main().log(Severity.WARNING, worker + " did not finish in time: ending it");
        end(worker, now);
      }
    }
  }

  @Override
  public void signal(WorkerHandle worker, int signal) {
    if (worker.state() != WorkerHandle.State.GONE) {
      var _ = os.kill(worker.pid(), signal);
    }
  }

  /** Sends all of them a signal. */
  void signal(int signal) {
    signal(signal, worker -> true);
  }

  /** Sends a signal to some of them. */
  void signal(int signal, Predicate<WorkerHandle> which) {
    all()
        .filter(worker -> worker.state() != WorkerHandle.State.GONE)
        .filter(which)
        .forEach(worker -> os.kill(worker.pid(), signal));
  }
}

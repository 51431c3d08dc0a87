package net.brim.server.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.Reaper;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/** The worker processes that there are, those that drain beside their successors included. */
final class Workers {

  private final Os os;
  private final Spawner spawner;
  private final OutputWatcher watcher;
  private final Reaper reaper;
  private final StatsMemory stats;
  private final Map<Integer, WorkerHandle> byPid = new HashMap<>();

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

  /** Whether no connection can reach any of them any more. */
  boolean noneAccepts() {
    return byPid.values().stream().noneMatch(WorkerHandle::mayAccept);
  }

  /**
   * Starts a worker in an empty slot.
   *
   * @param now in milliseconds
   * @throws OsException where the system refuses
   */
  void start(Slot slot, long now) {
    if (byPid.values().stream().noneMatch(worker -> worker.slot() == slot)) {
      stats.bucket(slot.subserver().name(), slot.index()).reset(HttpStats.GAUGES);
    }
    WorkerHandle worker = spawner.spawn(slot, now);
    slot.filledBy(worker);
    byPid.put(worker.pid(), worker);
    reaper.childStarted();
  }

  /**
   * A process ended. What it had written is handed on before {@link #remove} is due.
   *
   * @return null for one that is no worker: an orphan that the system gave us, as it does to the
   *     first process of a container
   */
  @Nullable WorkerHandle ended(ChildExit exit) {
    WorkerHandle worker = byPid.get(exit.pid());
    if (worker != null) {
      worker.exited(exit);
      watcher.finish(worker);
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
    os.close(worker.lifeline());
    worker.vitals().close();
  }

  /** Tells all of them a command. */
  void tell(String command) {
    byPid.values().forEach(worker -> tell(worker, command));
  }

  /** Has a worker accept from the sockets of those slots too, and of no others but its own. */
  void cover(WorkerHandle worker, List<Integer> slots) {
    if (worker.covers(slots)) {
      return;
    }
    worker.covering(slots);
    var command = new StringBuilder(WorkerCommand.COVER);
    slots.forEach(slot -> command.append(' ').append(slot));
    tell(worker, command.toString());
  }

  private void tell(WorkerHandle worker, String command) {
    byte[] line = (command + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      os.write(worker.lifeline(), line, 0, line.length);
    } catch (OsException e) {
      Log.main().log(Severity.DEBUG, "%s is gone already: %s".formatted(worker, e.getMessage()));
    }
  }

  /** Sends all of them a signal. */
  void signal(int signal) {
    byPid.keySet().forEach(pid -> os.kill(pid, signal));
  }
}

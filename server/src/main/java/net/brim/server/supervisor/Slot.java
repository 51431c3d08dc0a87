package net.brim.server.supervisor;

import net.brim.os.service.Backoff;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.plan.WorkerCommand;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in a subserver: whoever fills it now, and when the next one is due.
 *
 * <pre>
 *                 start                   death, drain
 *  WAITING until ───────▶ FILLED by a ────────────────────▶ WAITING: no time after a long
 *  a time                 worker                            life or a drain, else a back-off
 * </pre>
 */
final class Slot {

  private final RunningSubserver subserver;
  private final int index;
  private final String name;
  private final String wid;
  private final Backoff backoff = new Backoff();
  private @Nullable WorkerHandle worker;
  private long dueAt;
  private int starts;
  private boolean hasBeenReady;

  /** An empty slot, due at once. */
  Slot(RunningSubserver subserver, int index, String name) {
    this.subserver = subserver;
    this.index = index;
    this.name = name;
    this.wid = WorkerCommand.wid(name);
  }

  RunningSubserver subserver() {
    return subserver;
  }

  int index() {
    return index;
  }

  /** Its index, or the name of its daemon. */
  String name() {
    return name;
  }

  /** How the lines that its workers print begin, such as {@code 000}. */
  String wid() {
    return wid;
  }

  @Nullable WorkerHandle worker() {
    return worker;
  }

  /** How often a worker was started here beyond the first. */
  int restarts() {
    return Math.max(0, starts - 1);
  }

  boolean isReady() {
    return worker != null && worker.state() == WorkerHandle.State.READY;
  }

  /** Whether any of its workers has ever been ready. */
  boolean hasBeenReady() {
    return hasBeenReady;
  }

  /** Its worker became ready. */
  void wasReady() {
    hasBeenReady = true;
  }

  /** Whether it runs a daemon, of which there is never a second one beside the first. */
  boolean isDaemon() {
    return subserver.settings() instanceof DaemonSubserver;
  }

  boolean isEmpty() {
    return worker == null;
  }

  /** When the next worker is due, in milliseconds; meaningless while there is one. */
  long dueAt() {
    return dueAt;
  }

  /** A worker was started here. */
  void filledBy(WorkerHandle started) {
    worker = started;
    starts++;
  }

  /** The worker accepts no more connections: its successor is due at once. */
  void vacated(long now) {
    worker = null;
    dueAt = now;
  }

  /**
   * The worker died, or could not be started.
   *
   * @param service how long it had been ready, in milliseconds
   * @return how long to wait before the next, in milliseconds
   */
  long died(long service, long now) {
    long delay = backoff.afterDeath(service);
    worker = null;
    dueAt = now + delay;
    return delay;
  }

  /** Such as {@code wsgi/0} or {@code daemons/sample}. */
  @Override
  public String toString() {
    return subserver.name() + "/" + name;
  }
}

package net.brim.server.supervisor;

import java.util.Objects;
import java.util.stream.Stream;
import net.brim.os.service.Backoff;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.plan.WorkerCommand;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in a subserver: whoever fills it now, and when the next one is due.
 *
 * <pre>
 *                  start                   death
 *  WAITING until ────────▶ FILLED by a ───────────▶ WAITING: no time after a long
 *  a time, or for          worker                   life, else a back-off
 *  another to end            │   ▲
 *                    start   ▼   │ ready: takes its place, and the worker before retires
 *                         a successor beside it
 *
 *  CLOSED: its worker, where there is one, is not replaced
 * </pre>
 */
final class Slot {

  /** The index where there is no slot. */
  static final int NONE = -1;

  private static final long NEVER = Long.MAX_VALUE;

  private final RunningSubserver subserver;
  private final int index;
  private final String name;
  private final String wid;
  private final Backoff backoff = new Backoff();
  private @Nullable WorkerHandle worker;
  private @Nullable WorkerHandle successor;
  private @Nullable WorkerHandle awaited;
  private long dueAt;
  private int starts;
  private boolean hasBeenReady;
  private boolean closed;

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

  /** Who is to take the worker's place when it is ready. */
  @Nullable WorkerHandle successor() {
    return successor;
  }

  /** How often a worker was started here in place of one that had died or drained by itself. */
  int restarts() {
    return Math.max(0, starts - 1);
  }

  /** Counts on where the slot of the generation before has come to. */
  void continues(Slot before) {
    starts = before.restarts();
  }

  boolean isReady() {
    return worker != null && worker.isReady();
  }

  /** Whether any of its workers has ever been ready. */
  boolean hasBeenReady() {
    return hasBeenReady;
  }

  /** Its worker became ready. */
  void wasReady() {
    hasBeenReady = true;
  }

  /** Whether the other, perhaps of another generation, is for the same. */
  boolean hasPlaceOf(Slot other) {
    return subserver.name().equals(other.subserver.name()) && name.equals(other.name);
  }

  /** Whether it runs a daemon, of which there is never a second one beside the first. */
  boolean isDaemon() {
    return subserver.settings() instanceof DaemonSubserver;
  }

  boolean isEmpty() {
    return worker == null;
  }

  /** When a worker is due, in milliseconds; never where there is one or is to be none. */
  long dueAt() {
    return worker != null || closed || awaited != null ? NEVER : dueAt;
  }

  /** A worker was started here. */
  void filledBy(WorkerHandle started) {
    worker = started;
    starts++;
  }

  /** A worker is here that another program of this process has started. */
  void adopts(WorkerHandle known, int restarts) {
    worker = known;
    starts = restarts + 1;
    hasBeenReady = known.state() != WorkerHandle.State.STARTING;
  }

  /** A worker was started beside the one that is here. */
  void willBeFilledBy(WorkerHandle started) {
    successor = started;
  }

  /** The successor is ready: it takes the place of the worker that is returned. */
  WorkerHandle succeed() {
    WorkerHandle before = Objects.requireNonNull(worker);
    worker = Objects.requireNonNull(successor);
    successor = null;
    return before;
  }

  /** The successor has died before it was ready. */
  void successorDied() {
    successor = null;
  }

  /** The worker accepts no more connections: its successor is due at once. */
  void vacated(long now) {
    worker = null;
    dueAt = now;
  }

  /** Is filled when that worker, of the same daemon, is gone. */
  void await(WorkerHandle before) {
    awaited = before;
  }

  /** Is filled when the one of those is gone, if there is one, that runs the same daemon. */
  void awaitAnyOf(Stream<WorkerHandle> workers) {
    if (isDaemon() && isEmpty()) {
      workers.filter(other -> other.slot().hasPlaceOf(this)).findFirst().ifPresent(this::await);
    }
  }

  /** Who has to be gone before it is filled; null where nobody has. */
  @Nullable WorkerHandle awaited() {
    return awaited;
  }

  /** Whether it waits for that worker to be gone, which it is: then the next is due now. */
  void gone(WorkerHandle before, long now) {
    if (awaited == before) {
      awaited = null;
      dueAt = now;
    }
  }

  /** It is not filled any more; who is in it, or was to be, leaves it to itself. */
  void close() {
    closed = true;
    worker = null;
    successor = null;
  }

  /** It is filled again, at once. */
  void reopen(long now) {
    closed = false;
    dueAt = now;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * The worker died, or could not be started.
   *
   * @param service how long it had been ready, in milliseconds
   * @return how long to wait before the next, in milliseconds
   */
  long died(long service, long now) {
    long delay = backoff.afterDeath(service);
    worker = successor; // Where one is on its way, it takes the place of a worker that is gone.
    starts += successor == null ? 0 : 1;
    successor = null;
    dueAt = now + delay;
    return delay;
  }

  /** Such as {@code wsgi/0} or {@code daemons/sample}. */
  @Override
  public String toString() {
    return subserver.name() + "/" + name;
  }
}

package net.brim.server.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import net.brim.os.ChildExit;
import net.brim.server.plan.Plan;
import net.brim.server.plan.SocketGroup;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, from its start to its end.
 *
 * <pre>
 *  STARTING ──"ready"──▶ READY ──told to──▶ RETIRING ──"draining"──▶ DRAINING
 *     │                    ├──no heartbeat──▶ STUCK                      │
 *     │                    │                     │                       │
 *     └────────────────────┴─────────exit────────┴───────────────────────┴──▶ GONE
 * </pre>
 */
final class WorkerHandle {

  /** How far it has come. */
  enum State {
    /** Spawned; its apps are being built. */
    STARTING,
    /** All of it is ready, and it waits for a slot to serve. */
    SPARE,
    /** Accepts connections, as soon as its generation serves. */
    READY,
    /** Was ready, and has a hub that does not turn: it is about to be killed. */
    STUCK,
    /** Was told to finish, since another has taken its place. */
    RETIRING,
    /** Accepts no more, and ends with its last request. */
    DRAINING,
    /** Ended. */
    GONE
  }

  private static final int STDERR_LINES = 100;

  private final Plan plan;
  private Slot slot;
  private final int pid;
  private final WorkerPipes pipes;
  private final SharedVitals vitals;
  private long startedAt;
  private final List<SocketGroup> sockets;
  private final Deque<String> stderr = new ArrayDeque<>();
  private State state = State.STARTING;
  private List<String> accepted = List.of();
  private long endAt = Long.MAX_VALUE;
  private boolean ending;
  private boolean stuck;
  private boolean replaced;
  private OptionalLong readyAt = OptionalLong.empty();
  private @Nullable ChildExit exit;
  private @Nullable String failure;

  /**
   * A worker that was just spawned.
   *
   * @param vitals where its hubs show that they turn
   * @param startedAt in milliseconds, of the clock that all times here are of
   * @param sockets what it has of each address of its subserver
   */
  WorkerHandle(
      Slot slot,
      int pid,
      WorkerPipes pipes,
      SharedVitals vitals,
      long startedAt,
      List<SocketGroup> sockets) {
    this.slot = slot;
    this.plan = slot.subserver().generation().plan();
    this.pid = pid;
    this.pipes = pipes;
    this.vitals = vitals;
    this.startedAt = startedAt;
    this.sockets = List.copyOf(sockets);
  }

  /** One that another program of this process has started. */
  static WorkerHandle adopted(Slot slot, SharedVitals vitals, Estate.Worker known) {
    var worker =
        new WorkerHandle(
            slot, known.pid(), known.pipes(), vitals, known.startedAt(), known.sockets());
    worker.state = known.state();
    worker.readyAt = known.readyAt() < 0 ? OptionalLong.empty() : OptionalLong.of(known.readyAt());
    worker.accepted = List.copyOf(known.accepted());
    worker.endAt = known.endAt();
    worker.ending = known.ending();
    return worker;
  }

  /**
   * What another program has to know of it.
   *
   * @param open its pipes, as far as they have not come to their end
   */
  Estate.Worker describe(Estate.Place place, WorkerPipes open, List<String> unread) {
    RunningSubserver subserver = slot.subserver();
    return new Estate.Worker(
        subserver.generation().number(),
        subserver.name(),
        slot.name(),
        slot.index(),
        place,
        pid,
        open,
        vitals.descriptor(),
        vitals.vitals().hubs(),
        state == State.GONE ? State.DRAINING : state,
        startedAt,
        readyAt.orElse(-1),
        endAt,
        ending,
        slot.restarts(),
        sockets,
        accepted,
        unread);
  }

  /** What it serves, or {@link RunningSubserver#reserve} for a spare. */
  Slot slot() {
    return slot;
  }

  /** What it was started by. */
  Plan plan() {
    return plan;
  }

  /** It said that it waits for a slot. */
  void becameSpare() {
    if (state == State.STARTING) {
      state = State.SPARE;
    }
  }

  /** It is told to serve that slot, as a worker that begins now. */
  void employ(Slot employer, long now) {
    slot = employer;
    startedAt = now;
    accepted = List.of();
    state = State.STARTING;
  }

  int pid() {
    return pid;
  }

  /** What connects us; its {@code lifeline} is where commands are written to. */
  WorkerPipes pipes() {
    return pipes;
  }

  SharedVitals vitals() {
    return vitals;
  }

  State state() {
    return state;
  }

  long startedAt() {
    return startedAt;
  }

  boolean isStarting() {
    return state == State.STARTING;
  }

  long uptime(long now) {
    return now - startedAt;
  }

  /**
   * How long it has been ready, or was on its way out after that; 0 for one that was never ready,
   * however long it took.
   */
  long service(long now) {
    return readyAt.isPresent() ? now - readyAt.getAsLong() : 0;
  }

  /** It said that it can accept connections, or that its daemon runs. */
  void becameReady(long now) {
    if (state == State.STARTING || slot.isDaemon()) {
      slot.wasReady(); // what a daemon has done, it has done, though it may have ended since
    }
    if (state == State.STARTING) {
      readyAt = OptionalLong.of(now);
      state = State.READY;
      stderr.clear();
    }
  }

  /** A hub of it does not turn. */
  void becameStuck() {
    if (state == State.READY) {
      state = State.STUCK;
      stuck = true;
    }
  }

  /** It has died, and a spare has taken its place already. */
  void becameReplaced() {
    replaced = true;
  }

  /** Whether all that is to be done about its death is done. */
  boolean isReplaced() {
    return replaced;
  }

  /** Whether what it prints is about why it is stuck. */
  boolean wasStuck() {
    return stuck;
  }

  /** The place of an address among those of its subserver; -1 where it is none of them. */
  int indexOf(ListenerGroup group) {
    return slot.subserver().listeners().indexOf(group);
  }

  /** The socket of that address which is its own. */
  int own(ListenerGroup group) {
    return sockets.get(indexOf(group)).own(slot.index());
  }

  /** Whether it was given that socket of that address. */
  boolean has(ListenerGroup group, int socket) {
    return socket < sockets.get(indexOf(group)).count();
  }

  /** Whether it accepts from those sockets, and from no others. */
  boolean accepts(List<String> words) {
    return accepted.equals(words);
  }

  /** It was told to. */
  void accepting(List<String> words) {
    accepted = List.copyOf(words);
  }

  /** Whether new connections are to reach it. */
  boolean takesConnections() {
    return isReady() && slot.subserver().generation().serves();
  }

  boolean isReady() {
    return state == State.READY;
  }

  /** Whether somebody has taken its place, or is about to. */
  boolean isLeaving() {
    return state == State.RETIRING || state == State.DRAINING;
  }

  /**
   * It was told to finish.
   *
   * @param deadline when it has to be gone, in milliseconds
   */
  void retiring(long deadline) {
    endAt = deadline;
    if (hasPlace()) {
      state = State.RETIRING;
    }
  }

  /** When it has to be gone; far away as a rule. */
  long endAt() {
    return endAt;
  }

  /**
   * It was told to exit at once.
   *
   * @param deadline when it has to be gone, in milliseconds
   */
  void ending(long deadline) {
    ending = true;
    endAt = deadline;
    if (state == State.STARTING || state == State.SPARE || state == State.READY) {
      state = State.RETIRING;
    }
  }

  /** Whether it was told to exit at once. */
  boolean isEnding() {
    return ending;
  }

  /** It said that it accepts no more connections. */
  void becameDraining() {
    if (state != State.GONE) {
      state = State.DRAINING; // whether it was told to or not
    }
  }

  /** It said why it cannot start; called for each line of the reason. */
  void failed(String line) {
    failure = failure == null ? line : failure + "\n" + line;
  }

  /** The system said that it ended. */
  void exited(ChildExit how) {
    state = State.GONE;
    exit = how;
  }

  /** A line that it wrote to stderr; the last ones of its start are kept for an error report. */
  void wroteError(String line) {
    if (state == State.STARTING || state == State.GONE) {
      stderr.addLast(line);
      if (stderr.size() > STDERR_LINES) {
        stderr.removeFirst();
      }
    }
  }

  /**
   * Whether new connections may still reach it: it was told to accept some, and has not said that
   * it accepts no more.
   */
  boolean mayAccept() {
    return hasPlace() && !accepted.isEmpty();
  }

  private boolean hasPlace() {
    return state != State.SPARE && state != State.DRAINING && state != State.GONE;
  }

  /** Why it could not start, in its own words; empty where it said nothing. */
  String failure() {
    return failure == null ? "" : failure;
  }

  /** Why it did not become ready: its own words, or how it ended and what it wrote to stderr. */
  List<String> whyNotReady() {
    var lines = new ArrayList<String>();
    if (failure == null) {
      lines.add("%s %s before it was ready".formatted(this, ending()));
    } else {
      failure.lines().forEach(lines::add);
    }
    lines.addAll(stderr);
    return lines;
  }

  /** How it ended: {@code killed by SIGKILL}. */
  String ending() {
    return exit == null ? "is running" : exit.describe();
  }

  /** Such as {@code worker wsgi/0 (pid 812)}. */
  @Override
  public String toString() {
    return "worker %s (pid %d)".formatted(slot, pid);
  }
}

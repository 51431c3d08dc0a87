package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import net.brim.server.config.ListenAddress;
import net.brim.server.plan.SocketGroup;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor leaves to the program that its process becomes: descriptors, of which all stay
 * open, and what they are; {@link EstateCodec} writes it. Times are milliseconds of the clock that
 * the supervisor's loop has, which goes on.
 *
 * @param command our own, for when the other program cannot go on
 * @param user who we run as; null for who started us
 * @param startedAt when the first supervisor began
 * @param pidFile its descriptor; {@link #NONE} where there is none
 * @param control the listening descriptor of the control socket; {@link #NONE} where there is none
 * @param admin the listening descriptor of the admin endpoint; {@link #NONE} where there is none
 * @param stats the descriptor of the shared statistics
 * @param nextPlan the descriptor of the plan to reload to
 * @param asker the descriptor of the client who asked for this; {@link #NONE} for a signal
 * @param queues for connections that pass from worker to worker
 * @param generations those that have workers, the current one last
 */
record Estate(
    List<String> command,
    @Nullable String user,
    long startedAt,
    int pidFile,
    int control,
    int admin,
    int stats,
    int nextPlan,
    int asker,
    List<Sockets> sockets,
    List<Queue> queues,
    List<Planned> generations,
    List<Worker> workers) {

  /** No descriptor. */
  static final int NONE = -1;

  Estate {
    command = List.copyOf(command);
    sockets = List.copyOf(sockets);
    queues = List.copyOf(queues);
    generations = List.copyOf(generations);
    workers = List.copyOf(workers);
  }

  /**
   * The sockets of one address.
   *
   * @param listening how many of them listen already, from the first
   * @param backlog of those that are yet to listen
   * @param steerable whether they are a {@code SO_REUSEPORT} group
   * @param ofOthers how many, from the first, others keep
   */
  record Sockets(
      ListenAddress address,
      List<Integer> descriptors,
      int listening,
      int backlog,
      boolean steerable,
      int ofOthers) {
    Sockets {
      descriptors = List.copyOf(descriptors);
    }
  }

  /** The hand-over queue of a subserver, by its two ends. */
  record Queue(String section, int in, int out) {}

  /** A generation and the descriptor of its plan. */
  record Planned(int number, int plan) {}

  /** Where a worker is in its slot. */
  enum Place {
    /** It fills the slot. */
    WORKER,
    /** It is to fill the slot. */
    SUCCESSOR,
    /** It has left the slot, and finishes. */
    LEAVING
  }

  /**
   * A worker.
   *
   * @param vitals the descriptor of the memory in which it shows that it lives
   * @param readyAt -1 for one that is not ready yet
   * @param endAt when it has to be gone
   * @param ending whether it was told to end at once
   * @param restarts of its slot
   * @param sockets what it has of each address
   * @param accepted the sockets that it accepts from
   * @param unread what came from it and is no whole line yet: reports, stdout, stderr
   */
  record Worker(
      int generation,
      String section,
      String slot,
      int index,
      Place place,
      int pid,
      WorkerPipes pipes,
      int vitals,
      int hubs,
      WorkerHandle.State state,
      long startedAt,
      long readyAt,
      long endAt,
      boolean ending,
      int restarts,
      List<SocketGroup> sockets,
      List<String> accepted,
      List<String> unread) {
    Worker {
      sockets = List.copyOf(sockets);
      accepted = List.copyOf(accepted);
      unread = List.copyOf(unread);
    }
  }

  /** The same for a program that is to leave all as it is. */
  Estate withoutNextPlan() {
    return new Estate(
        command,
        user,
        startedAt,
        pidFile,
        control,
        admin,
        stats,
        NONE,
        asker,
        sockets,
        queues,
        generations,
        workers);
  }

  /** All descriptors, each once. */
  List<Integer> descriptors() {
    var all = new ArrayList<Integer>();
    all.addAll(List.of(pidFile, control, admin, stats, nextPlan, asker));
    sockets.forEach(group -> all.addAll(group.descriptors()));
    queues.forEach(queue -> all.addAll(List.of(queue.in(), queue.out())));
    generations.forEach(generation -> all.add(generation.plan()));
    for (Worker worker : workers) {
      all.addAll(worker.pipes().all());
      all.add(worker.vitals());
    }
    return all.stream().filter(descriptor -> descriptor != NONE).distinct().toList();
  }

  /** The same with other numbers for the descriptors. */
  Estate renumbered(IntUnaryOperator numbers) {
    IntUnaryOperator to = old -> old == NONE ? NONE : numbers.applyAsInt(old);
    return new Estate(
        command,
        user,
        startedAt,
        to.applyAsInt(pidFile),
        to.applyAsInt(control),
        to.applyAsInt(admin),
        to.applyAsInt(stats),
        to.applyAsInt(nextPlan),
        to.applyAsInt(asker),
        sockets.stream().map(group -> renumbered(group, to)).toList(),
        queues.stream()
            .map(one -> new Queue(one.section(), to.applyAsInt(one.in()), to.applyAsInt(one.out())))
            .toList(),
        generations.stream()
            .map(one -> new Planned(one.number(), to.applyAsInt(one.plan())))
            .toList(),
        workers.stream().map(worker -> renumbered(worker, to)).toList());
  }

  private static Sockets renumbered(Sockets group, IntUnaryOperator to) {
    return new Sockets(
        group.address(),
        group.descriptors().stream().map(to::applyAsInt).toList(),
        group.listening(),
        group.backlog(),
        group.steerable(),
        group.ofOthers());
  }

  private static Worker renumbered(Worker w, IntUnaryOperator to) {
    WorkerPipes pipes = w.pipes();
    return new Worker(
        w.generation(),
        w.section(),
        w.slot(),
        w.index(),
        w.place(),
        w.pid(),
        new WorkerPipes(
            to.applyAsInt(pipes.lifeline()),
            to.applyAsInt(pipes.reports()),
            to.applyAsInt(pipes.stdout()),
            to.applyAsInt(pipes.stderr())),
        to.applyAsInt(w.vitals()),
        w.hubs(),
        w.state(),
        w.startedAt(),
        w.readyAt(),
        w.endAt(),
        w.ending(),
        w.restarts(),
        w.sockets(),
        w.accepted(),
        w.unread());
  }
}

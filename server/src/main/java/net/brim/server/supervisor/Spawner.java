package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.server.config.Subserver;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.systemd.Variables;
import org.jspecify.annotations.Nullable;

/** Starts worker processes. */
final class Spawner {

  private final Os os;
  private final List<String> environment;
  private final OutputWatcher watcher;
  private final HandOverQueues queues;
  private final int stats;

  /**
   * A spawner for workers of any generation.
   *
   * @param user whose the workers' environment is; null for our own
   * @param queues for connections that pass from worker to worker
   * @param stats the descriptor of the shared statistics
   */
  Spawner(Os os, @Nullable User user, OutputWatcher watcher, HandOverQueues queues, int stats) {
    this.os = os;
    this.environment = environment(user);
    this.watcher = watcher;
    this.queues = queues;
    this.stats = stats;
  }

  /**
   * Starts a worker in that slot.
   *
   * @param now in milliseconds
   * @throws OsException where the system refuses
   */
  WorkerHandle spawn(Slot slot, long now) {
    HandOverQueues.Queue queue = queues.of(slot.subserver().name());
    var vitals = new SharedVitals(os, slot.subserver().settings().hubs());
    WorkerHandle worker;
    try (var made = new ProcessPipes(os)) {
      worker = spawn(slot, now, queue, vitals, made);
    } catch (OsException e) {
      vitals.close();
      throw e;
    }
    watcher.watch(worker);
    return worker;
  }

  private WorkerHandle spawn(
      Slot slot, long now, HandOverQueues.Queue queue, SharedVitals vitals, ProcessPipes made) {
    int stdin = made.noInput();
    int[] stdout = made.pipe();
    int[] stderr = made.pipe();
    int[] lifeline = made.pipe();
    int[] reports = made.pipe();
    int plan = slot.subserver().generation().planDescriptor();
    List<SocketGroup> sockets =
        slot.subserver().listeners().stream().map(ListenerGroup::describe).toList();
    var descriptors =
        new ArrayList<>(
            List.of(
                stdin,
                stdout[1],
                stderr[1],
                lifeline[0],
                plan,
                stats,
                reports[1],
                2,
                vitals.descriptor(),
                queue.in(),
                queue.out()));
    slot.subserver().listeners().forEach(group -> descriptors.addAll(group.sockets()));
    int pid = os.spawn(new Program(command(slot, sockets), environment, descriptors, true));
    var pipes = new WorkerPipes(lifeline[1], reports[0], stdout[0], stderr[0]);
    made.keep(pipes.all());
    return new WorkerHandle(slot, pid, pipes, vitals, now, sockets);
  }

  private static List<String> command(Slot slot, List<SocketGroup> sockets) {
    Subserver subserver = slot.subserver().settings();
    var command = new ArrayList<String>();
    if (subserver.nice().isPresent()) {
      command.addAll(List.of("/usr/bin/nice", "-n", "" + subserver.nice().getAsInt()));
    }
    command.addAll(
        WorkerCommand.of(
            slot.subserver().generation().plan().launch(),
            subserver.javaOptions(),
            subserver.section(),
            slot.index(),
            sockets));
    return command;
  }

  /** What processes find in their environment that run code of apps; that of no user is our own. */
  static List<String> environment(@Nullable User user) {
    Map<String, String> variables = Variables.without(System.getenv());
    if (user != null) {
      return user.environment(variables);
    }
    var environment = new ArrayList<String>();
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }
}

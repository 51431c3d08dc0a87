package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.os.Signals;
import net.brim.os.service.Reaper;
import net.brim.server.admin.AdminServer;
import net.brim.server.admin.AdminSocket;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlServer;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.JavaFlags;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanRequest;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor owns beside its workers, whether it has taken it itself or has it from the
 * program that its process was before; it can leave all of it to the next one.
 */
final class Holdings implements Outside {

  /**
   * What would end a process that does not know them yet; what comes meanwhile comes after that.
   */
  private static final List<Integer> HELD_BACK =
      List.of(
          Signals.TERM,
          Signals.INT,
          Signals.HUP,
          Signals.USR1,
          Signals.USR2,
          Signals.TTIN,
          Signals.TTOU);

  private static final Duration LAST_LINES = Duration.ofSeconds(2);

  private final Os os;
  private final BlockingQueue<Event> events;
  private final Launch launch;
  private final Supplier<@Nullable Path> errorlog;
  private final @Nullable PidFile pidFile;
  private final @Nullable ControlServer control;
  private final @Nullable AdminSocket admin;
  private final Listeners listeners;
  private final HandOverQueues queues;
  private final @Nullable User user;
  private final int statsDescriptor;
  private final StatsMemory stats;
  private final OutputWatcher watcher;
  private final Reaper reaper;
  private final Workers workers;
  private final Planning planning;
  private @Nullable AdminServer probes;
  private boolean released;

  /**
   * Owns all that from now on, and does nothing with it before {@link #start}.
   *
   * @param launch how the server was launched
   * @param errorlog where stderr goes; gives null where it is not ours to say
   * @param user who we have become; null where we are who started us
   */
  Holdings(
      Os os,
      BlockingQueue<Event> events,
      Launch launch,
      Supplier<@Nullable Path> errorlog,
      @Nullable PidFile pidFile,
      @Nullable ControlServer control,
      @Nullable AdminSocket admin,
      Listeners listeners,
      HandOverQueues queues,
      @Nullable User user,
      int statsDescriptor,
      StatsMemory stats) {
    this.os = os;
    this.events = events;
    this.launch = launch;
    this.errorlog = errorlog;
    this.pidFile = pidFile;
    this.control = control;
    this.admin = admin;
    this.listeners = listeners;
    this.queues = queues;
    this.user = user;
    this.statsDescriptor = statsDescriptor;
    this.stats = stats;
    this.watcher = new OutputWatcher(os, events::add);
    this.reaper = new Reaper(os, exit -> events.add(new Event.ChildExited(exit)));
    var spawner = new Spawner(os, user, watcher, queues, statsDescriptor);
    this.workers = new Workers(os, spawner, watcher, reaper, stats);
    // It runs code of apps, so the user is at home there; where the configuration is, the plan
    // says.
    this.planning = new Planning(os, reaper, Spawner.environment(user), events::add);
  }

  /**
   * Begins to listen to workers, children and clients. Until then nothing was taken from any of
   * them, so that the program before can go on where this one cannot.
   */
  void start() {
    if (admin != null) {
      probes = AdminServer.start(os, admin.descriptor(), this::wantReport);
    }
    if (control != null) {
      control.start(request -> events.add(new Event.CommandReceived(request)));
    }
    watcher.start();
    reaper.start();
  }

  private CompletableFuture<StatusReport> wantReport() {
    var reply = new CompletableFuture<StatusReport>();
    events.add(new Event.ReportWanted(reply));
    return reply;
  }

  Workers workers() {
    return workers;
  }

  StatsMemory stats() {
    return stats;
  }

  /** Whoever asked the program before for this; to be called before {@link #start}. */
  ControlReply asker(int descriptor) {
    return control == null || descriptor == Estate.NONE
        ? ControlReply.nobody()
        : control.take(descriptor);
  }

  @Override
  public void closeListeners() {
    listeners.close();
  }

  /**
   * Before the pid file goes the control socket, so that it never is that of a successor. In the
   * foreground something watches over this very process, so probes are answered to the end.
   */
  @Override
  public void release() {
    if (released) {
      return;
    }
    released = true;
    if (launch.detached()) {
      closeAdmin();
    }
    if (control != null) {
      close(control);
    }
    if (pidFile != null) {
      pidFile.release();
    }
  }

  /** The end. */
  void close() {
    release();
    closeAdmin();
  }

  private void closeAdmin() {
    if (probes != null && admin != null) {
      probes.close();
      admin.close();
    }
  }

  private static void close(ControlServer control) {
    try {
      control.close();
    } catch (IOException e) {
      Log.main().log(Severity.ERROR, "closing the control socket", e);
    }
  }

  @Override
  public void reopenErrorLog() {
    Path path = errorlog.get();
    if (path != null) {
      ErrorLog.reopen(os, path);
    }
  }

  @Override
  public void plan(Generation current, boolean inPlace) {
    Launch known = current.plan().launch();
    if (!inPlace) {
      planning.begin(current, PlanRequest.command(known));
    } else if (known.script() == null) {
      throw new OsException("restart", 0, "brimd was not started by its script");
    } else {
      planning.begin(current, PlanRequest.command(known.script()));
    }
  }

  @Override
  public void giveUpPlan() {
    planning.giveUp();
  }

  @Override
  public Scaling scaling(Generation generation, String section, ControlReply reply) {
    return new Scaling(os, generation, workers, stats, section, reply);
  }

  @Override
  public void forget(Generation generation) {
    generation.close(os);
  }

  // --- becoming another program ---

  @Override
  public void become(List<Generation> generations, long startedAt, Reload reload) {
    Plan plan = Objects.requireNonNull(reload.plan());
    int asker = control == null ? Estate.NONE : control.leave(reload.reply());
    try {
      exec(plan.launch(), estate(generations, startedAt, reload.planDescriptor(), asker));
    } finally {
      if (control != null) {
        control.goOn();
      }
    }
  }

  private Estate estate(List<Generation> generations, long startedAt, int nextPlan, int asker) {
    return new Estate(
        command(launch),
        user == null ? null : user.name(),
        startedAt,
        pidFile == null ? Estate.NONE : pidFile.descriptor(),
        control == null ? Estate.NONE : control.descriptor(),
        admin == null ? Estate.NONE : admin.descriptor(),
        statsDescriptor,
        nextPlan,
        asker,
        listeners.describe(),
        queues.describe(),
        generations.stream()
            .map(one -> new Estate.Planned(one.number(), one.planDescriptor()))
            .toList(),
        workers.describe());
  }

  private void exec(Launch next, Estate estate) {
    var _ = Log.flush(LAST_LINES);
    become(os, command(next), estate);
  }

  /** Has this process run that command, which finds the estate. */
  static void become(Os os, List<String> command, Estate estate) {
    List<Integer> kept = estate.descriptors();
    Map<Integer, Integer> numbers = new HashMap<>();
    kept.forEach(descriptor -> numbers.put(descriptor, SupervisorRole.ESTATE + 1 + numbers.size()));
    byte[] bytes =
        EstateCodec.write(
            estate.renumbered(old -> Objects.requireNonNull(numbers.get(old)).intValue()));
    int memory = os.memoryFile("brim estate", bytes.length);
    try {
      os.write(memory, bytes, 0, bytes.length);
      var descriptors = new ArrayList<>(List.of(0, 1, 2, memory));
      descriptors.addAll(kept);
      os.exec(new Program(command, environment(), descriptors, false, HELD_BACK));
    } finally {
      os.close(memory);
    }
  }

  private static List<String> command(Launch launch) {
    var command = new ArrayList<>(JavaFlags.with(launch.java(), JavaFlags.SUPERVISOR));
    command.addAll(launch.program());
    command.addAll(Arrays.asList("--role=supervisor", SupervisorRole.WITH_ESTATE));
    return command;
  }

  private static List<String> environment() {
    var environment = new ArrayList<String>();
    System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }
}

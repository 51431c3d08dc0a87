package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import net.brim.os.service.Identity;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.control.ControlServer;
import net.brim.server.logging.Log;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.Plan;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the supervisor owns, step by step, and gives all of it back where a step fails: the
 * pid file, the listening sockets, the control socket, the user's rights, the statistics.
 */
final class Startup {

  private final Os os;
  private final Plan plan;
  private final Report report;
  private final int planDescriptor;
  private final int firstInherited;
  private final Settings settings;
  private final BrimSettings brim;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Deque<Runnable> owned = new ArrayDeque<>();

  /**
   * Takes nothing yet.
   *
   * @param firstInherited the first of the descriptors that the configuration names
   */
  Startup(Os os, Plan plan, Report report, int planDescriptor, int firstInherited) {
    this.os = os;
    this.plan = plan;
    this.report = report;
    this.planDescriptor = planDescriptor;
    this.firstInherited = firstInherited;
    this.settings = plan.settings();
    this.brim = settings.brim();
  }

  /** Starts, runs, ends; returns the exit status. */
  int run() throws InterruptedException {
    try {
      return start();
    } catch (StartFailedException e) {
      report.problem(String.valueOf(e.getMessage()));
      return 1;
    } catch (OsException e) {
      report.problem("cannot start: " + e.getMessage());
      return 1;
    } finally {
      owned.forEach(Runnable::run);
      var _ = Log.close(Duration.ofSeconds(2));
      report.close();
    }
  }

  private int start() throws InterruptedException {
    SignalQueue.install(events::add);
    brim.umask().ifPresent(os::umask);
    PidFile pidFile = lockPidFile().orElse(null);
    if (pidFile == null && plan.launch().pidFile() != null) {
      return alreadyRunning(plan.launch().pidFile());
    }
    Listeners listeners = listen();
    ControlServer control = openControlSocket();
    User user = becomeUser(pidFile, control, listeners);
    changeDirectory();
    LogCheck.run(settings);
    int statsDescriptor = os.memoryFile("brim stats", StatsMemory.sizeFor(plan.stats()));
    StatsMemory stats = mapStats(statsDescriptor);
    var generations = new Generations(os, listeners, stats, terminal());
    generations.openLog(plan);
    var holdings =
        new Holdings(
            os,
            events,
            plan.launch(),
            () -> plan.launch().detached() ? brim.errorlog() : null,
            pidFile,
            control,
            listeners,
            user,
            statsDescriptor,
            stats);
    owned.addFirst(holdings::release);
    return new Supervisor(
            generations.next(plan, planDescriptor),
            Supervisor.now(),
            generations,
            holdings.workers(),
            stats,
            events,
            report,
            holdings)
        .run();
  }

  private Optional<PidFile> lockPidFile() {
    Path path = plan.launch().pidFile();
    Optional<PidFile> file = path == null ? Optional.empty() : PidFile.lock(os, path);
    file.ifPresent(locked -> owned.addLast(locked::release));
    return file;
  }

  private int alreadyRunning(Path pidFile) {
    OptionalInt holder = os.lockHolder(pidFile);
    report.progress(
        holder.isPresent() ? holder.getAsInt() + " already running" : "already running");
    report.done();
    return 0;
  }

  private Listeners listen() throws InterruptedException {
    var listeners = new Listeners(os, events, report, settings.inherited(), firstInherited);
    owned.addLast(listeners::close);
    for (Subserver subserver : settings.subservers()) {
      for (ListenAddress address : subserver.addresses()) {
        var _ = listeners.open(subserver, address, brim.listenRetry());
      }
    }
    return listeners;
  }

  private @Nullable ControlServer openControlSocket() throws InterruptedException {
    Path path = plan.launch().controlSocket();
    if (path == null) {
      return null;
    }
    try {
      ControlServer control = ControlServer.open(os, path);
      // Before the pid file goes, so that it never takes the socket of a successor away.
      owned.addFirst(() -> close(control));
      return control;
    } catch (OsException e) {
      throw new StartFailedException("the control socket cannot be opened: " + e.getMessage(), e);
    }
  }

  /** Null where we stay who we are. */
  private @Nullable User becomeUser(
      @Nullable PidFile pidFile, @Nullable ControlServer control, Listeners listeners) {
    if (brim.user() == null && brim.group() == null) {
      return null;
    }
    if (os.effectiveUserId() != 0) {
      report.progress("[brim] user and group are ignored: only root can change them");
      return null;
    }
    Identity identity = identity();
    User user = identity.user();
    if (pidFile != null) {
      pidFile.giveTo(user);
    }
    if (control != null) {
      control.giveTo(user.id(), identity.groupId());
    }
    listeners.groups().forEach(group -> group.giveTo(user.id(), identity.groupId()));
    identity.assume(os);
    return user;
  }

  private Identity identity() {
    String name = brim.user() == null ? Integer.toString(os.effectiveUserId()) : brim.user();
    try {
      return Identity.of(os, name, brim.group());
    } catch (OsException e) {
      throw new StartFailedException("[brim] " + e.getMessage(), e);
    }
  }

  private void changeDirectory() {
    Path directory = brim.basedir();
    if (directory != null) {
      os.changeDirectory(directory);
    } else if (plan.launch().detached()) {
      os.changeDirectory(Path.of("/"));
    }
  }

  private StatsMemory mapStats(int descriptor) {
    Path file = Path.of("/proc/self/fd/" + descriptor);
    try {
      return StatsMemory.create(
          plan.stats(), StatsMemory.map(file), Instant.now().getEpochSecond());
    } catch (IOException e) {
      throw new StartFailedException("the statistics cannot be mapped: " + e, e);
    }
  }

  private boolean terminal() {
    return !plan.launch().detached() && LogTargets.isTerminal(2);
  }

  private static void close(ControlServer control) {
    try {
      control.close();
    } catch (IOException e) {
      Log.main().log(net.brim.server.logging.Severity.ERROR, "closing the control socket", e);
    }
  }
}

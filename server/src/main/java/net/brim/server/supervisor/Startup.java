package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import net.brim.os.service.AddressRetry;
import net.brim.os.service.Identity;
import net.brim.server.admin.AdminSocket;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.control.ControlServer;
import net.brim.server.logging.Log;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.Plan;
import net.brim.server.plan.ServerUser;
import net.brim.server.stats.StatsMemory;
import net.brim.server.systemd.Notifier;
import net.brim.server.systemd.PassedDescriptor;
import net.brim.server.systemd.Systemd;
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
  private final List<String> passedNames;
  private final Settings settings;
  private final BrimSettings brim;
  private final Notifier notifier;
  private final SocketStore store;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Deque<Runnable> owned = new ArrayDeque<>();

  /**
   * Takes nothing yet.
   *
   * @param firstInherited the first of the descriptors that the configuration names
   * @param passedNames of the descriptors after those, which a service manager has passed
   */
  Startup(
      Os os,
      Plan plan,
      Report report,
      int planDescriptor,
      int firstInherited,
      List<String> passedNames) {
    this.os = os;
    this.plan = plan;
    this.report = report;
    this.planDescriptor = planDescriptor;
    this.firstInherited = firstInherited;
    this.passedNames = List.copyOf(passedNames);
    this.settings = plan.settings();
    this.brim = settings.brim();
    this.notifier = Systemd.notifier(os, brim.systemd(), System.getenv());
    this.store = new SocketStore(notifier);
  }

  /** Starts, runs, ends; returns the exit status. */
  int run() throws InterruptedException {
    try {
      return start();
    } catch (StartFailedException e) {
      report.problem(String.valueOf(e.getMessage()));
      notifier.status(String.valueOf(e.getMessage()));
      return 1;
    } catch (OsException e) {
      report.problem("cannot start: " + e.getMessage());
      notifier.status("cannot start: " + e.getMessage());
      return 1;
    } finally {
      owned.forEach(Runnable::run);
      notifier.close();
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
    AdminSocket admin = openAdminSocket();
    ControlServer control = openControlSocket();
    User user = becomeUser(pidFile, control, admin, listeners);
    changeDirectory();
    LogCheck.run(settings);
    int statsDescriptor = os.memoryFile("brim stats", StatsMemory.sizeFor(plan.stats()));
    StatsMemory stats = mapStats(statsDescriptor);
    var queues = new HandOverQueues(os);
    var generations = new Generations(os, listeners, queues, stats, terminal());
    generations.openLog(plan);
    var holdings =
        new Holdings(
            os,
            events,
            plan.launch(),
            () -> plan.launch().detached() ? brim.errorlog() : null,
            pidFile,
            control,
            admin,
            listeners,
            queues,
            user,
            statsDescriptor,
            stats);
    owned.addFirst(holdings::close);
    holdings.start();
    return new Supervisor(
            generations.next(plan, planDescriptor),
            Supervisor.now(),
            generations,
            holdings.workers(),
            stats,
            events,
            report,
            new Announcements(notifier, listeners, store),
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
    var passed = new PassedSockets(os, passedDescriptors());
    var listeners =
        new Listeners(
            os,
            new StartPause(events, notifier),
            report,
            passed,
            settings.inherited(),
            firstInherited);
    owned.addLast(listeners::close);
    for (Subserver subserver : settings.subservers()) {
      for (ListenAddress address : subserver.addresses()) {
        var _ = listeners.open(subserver, address, brim.listenRetry());
      }
    }
    passed.left().forEach(this::refuse);
    store.update(listeners.groups());
    return listeners;
  }

  private List<PassedDescriptor> passedDescriptors() {
    var passed = new ArrayList<PassedDescriptor>();
    for (String name : passedNames) {
      int number = firstInherited + settings.inherited().size() + passed.size();
      passed.add(new PassedDescriptor(number, name));
    }
    return passed;
  }

  /**
   * What was kept for an earlier configuration is given up; what others opened was meant for us.
   */
  private void refuse(PassedSockets.Passed socket) {
    if (!socket.isKept()) {
      throw new StartFailedException(
          "systemd passes the socket %s, and no subserver listens there"
              .formatted(socket.describe()));
    }
    report.progress(
        "no subserver listens any more at %s, which was kept: closing it"
            .formatted(socket.describe()));
    store.forget(socket.descriptor().name());
    os.close(socket.descriptor().number());
  }

  private @Nullable AdminSocket openAdminSocket() throws InterruptedException {
    ListenAddress address = brim.admin();
    if (address == null) {
      return null;
    }
    try {
      AdminSocket admin =
          AdminSocket.listen(
              os,
              address,
              new AddressRetry(brim.listenRetry(), new StartPause(events, notifier)),
              busy ->
                  report.progress(
                      "%s; trying again for %s"
                          .formatted(
                              noAdmin(address, busy), Durations.describe(brim.listenRetry()))));
      owned.addFirst(admin::close);
      return admin;
    } catch (OsException e) {
      throw new StartFailedException(noAdmin(address, e), e);
    }
  }

  private static String noAdmin(ListenAddress address, OsException reason) {
    return "[brim] admin cannot listen on %s: %s"
        .formatted(address.describe(), reason.getMessage());
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
      @Nullable PidFile pidFile,
      @Nullable ControlServer control,
      @Nullable AdminSocket admin,
      Listeners listeners) {
    Optional<Identity> found = identity();
    if (found.isEmpty()) {
      if (brim.namesUser()) {
        report.progress("[brim] user and group are ignored: only root can change them");
      }
      return null;
    }
    Identity identity = found.get();
    User user = identity.user();
    if (pidFile != null) {
      pidFile.giveTo(user);
    }
    if (control != null) {
      control.giveTo(user.id(), identity.groupId());
    }
    listeners.groups().forEach(group -> group.giveTo(user.id(), identity.groupId()));
    if (admin != null) {
      admin.giveTo(user.id(), identity.groupId());
    }
    identity.assume(os);
    if (plan.launch().detached() && brim.errorlog() != null) {
      // Not before: what root opens, or makes, in a directory of the user's may be any file.
      openErrorLog(brim.errorlog());
    }
    return user;
  }

  private Optional<Identity> identity() {
    try {
      return ServerUser.of(os, brim);
    } catch (OsException e) {
      throw new StartFailedException("[brim] " + e.getMessage(), e);
    }
  }

  private void openErrorLog(Path errorlog) {
    try {
      ErrorLog.open(os, errorlog);
    } catch (OsException e) {
      throw new StartFailedException("the errorlog cannot be opened: " + e.getMessage(), e);
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

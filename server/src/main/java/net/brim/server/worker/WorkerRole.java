package net.brim.server.worker;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.engine.Pulse;
import net.brim.os.ProcessTitle;
import net.brim.os.service.ProcessSignals;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.config.TcpSubserver;
import net.brim.server.config.UdpSubserver;
import net.brim.server.logging.Log;
import net.brim.server.logging.LogChannel;
import net.brim.server.logging.Severity;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.plan.WorkerDescriptors;
import net.brim.server.stats.StatsMemory;
import net.brim.server.vitals.Vitals;

/** A worker process: what {@code --role=worker} runs. */
public final class WorkerRole {

  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final Plan plan;
  private final Settings settings;
  private final Subserver subserver;
  private final int slot;
  private final WorkerDescriptors descriptors;
  private final PrintStream reports;
  private final CountDownLatch drain = new CountDownLatch(1);

  private WorkerRole(
      Plan plan, String section, int slot, WorkerDescriptors descriptors, PrintStream reports) {
    this.plan = plan;
    this.settings = plan.settings();
    this.subserver = settings.subserver(section);
    this.slot = slot;
    this.descriptors = descriptors;
    this.reports = reports;
  }

  /**
   * Serves until it is told to end; returns the exit status.
   *
   * @param arguments the section, the slot, and the groups of listening sockets that were inherited
   */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    return run(
        arguments.get(0),
        Integer.parseInt(arguments.get(1)),
        WorkerDescriptors.inherited(groups(arguments.subList(2, arguments.size()))));
  }

  private static List<SocketGroup> groups(List<String> words) {
    var groups = new ArrayList<SocketGroup>();
    for (String word : words) {
      groups.add(SocketGroup.parse(word));
    }
    return groups;
  }

  /** Serves with those descriptors until it is told to end; returns the exit status. */
  public static int run(String section, int slot, WorkerDescriptors descriptors)
      throws IOException, InterruptedException {
    Path reports = WorkerDescriptors.path(descriptors.reports());
    Path plan = WorkerDescriptors.path(descriptors.plan());
    try (var out =
        new PrintStream(new FileOutputStream(reports.toFile()), true, StandardCharsets.UTF_8)) {
      return run(PlanCodec.read(Files.readAllBytes(plan)), section, slot, descriptors, out);
    } finally {
      var _ = Log.close(LAST_LINES);
    }
  }

  private static int run(
      Plan plan, String section, int slot, WorkerDescriptors descriptors, PrintStream reports)
      throws IOException, InterruptedException {
    String name = plan.settings().subserver(section).slots().get(slot);
    var _ = ProcessTitle.set(String.join(":", name, section, "brimd"));
    try {
      return new WorkerRole(plan, section, slot, descriptors, reports).serve();
    } catch (ConfException | AppFailedException e) {
      String.valueOf(e.getMessage())
          .lines()
          .forEach(line -> reports.println(WorkerCommand.FAILED + line));
      if (plan.launch().stackTraces()) {
        e.printStackTrace(System.err);
      }
      return 1;
    }
  }

  private int serve() throws IOException, InterruptedException {
    ProcessSignals.handle("TERM", signal -> exitAtOnce());
    ProcessSignals.handle("HUP", signal -> reports.println(WorkerCommand.RECYCLE + "SIGHUP"));
    ProcessSignals.handle("USR1", signal -> Log.reopen(() -> {}));
    try (var loader = new AppLoader(settings.brim().classpath())) {
      Thread.currentThread().setContextClassLoader(loader.classLoader());
      Service service = build(loader);
      service.begin();
      Thread.ofPlatform().daemon().name("lifeline").start(() -> obeySupervisor(service));
      reports.println(WorkerCommand.READY);
      drain.await();
      if (service.ended().isEmpty()) {
        drain(service);
      }
      return service.ended().orElse(0);
    }
  }

  private Service build(AppLoader loader) throws IOException {
    LogSettings log = inThisProcess(subserver.log());
    LogChannel channel = Log.open(log);
    var uncaught = new UncaughtExceptions(WorkerCommand.wid(subserver.slots().get(slot)));
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
    // No switch on types: linking one takes a starting worker some ten milliseconds.
    if (subserver instanceof HttpSubserver http) {
      return new StreamService(
          new HttpService(plan.conf(), loader, plan.tls(), openStats())
              .build(http, slot, channel, log, access(http), pulse()),
          descriptors,
          slot);
    }
    if (subserver instanceof TcpSubserver tcp) {
      return new TcpService(plan.conf(), loader, plan.tls(), openStats())
          .inWorker(tcp, slot, channel, descriptors, pulse());
    }
    if (subserver instanceof UdpSubserver udp) {
      return new UdpService(plan.conf(), loader, openStats())
          .inWorker(udp, slot, channel, descriptors, pulse());
    }
    return daemon(loader, (DaemonSubserver) subserver, channel, uncaught);
  }

  private Service daemon(
      AppLoader loader, DaemonSubserver subserver, LogChannel channel, UncaughtExceptions uncaught)
      throws IOException {
    String name = subserver.slots().get(slot);
    StatsMemory stats = openStats();
    var run =
        new DaemonRun(
            new ServerView(subserver.section(), slot, stats),
            channel.logger(subserver.section()),
            stats.bucket(subserver.section(), name),
            subserver.json() == null
                ? new LazyCodec()
                : loader.codec(subserver.section(), plan.conf()));
    Daemon daemon = loader.prepareDaemon(name, plan.conf()).create();
    return new DaemonService(name, daemon, run, uncaught, drain::countDown);
  }

  private AccessLogSettings access(HttpSubserver http) {
    LogSettings log = LogTargets.with(http.log(), http.accessLog().to());
    return LogTargets.with(http.accessLog(), inThisProcess(log).to());
  }

  private StatsMemory openStats() throws IOException {
    Path file = WorkerDescriptors.path(descriptors.stats());
    return StatsMemory.open(StatsMemory.map(file), plan.stats());
  }

  private Pulse pulse() throws IOException {
    return Vitals.open(WorkerDescriptors.path(descriptors.vitals()))::beat;
  }

  private void drain(Service service) throws InterruptedException {
    reports.println(WorkerCommand.DRAINING);
    if (!service.drain(settings.brim().gracefulTimeout())) {
      Log.main().log(Severity.WARNING, service.unfinished() + " did not finish in time");
    }
    service.close();
  }

  private void obeySupervisor(Service service) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(WorkerDescriptors.path(descriptors.lifeline()).toFile()),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = List.of(line.split(" "));
        switch (words.getFirst()) {
          case WorkerCommand.DRAIN -> drain.countDown();
          case WorkerCommand.REOPEN -> Log.reopen(() -> reports.println(WorkerCommand.REOPENED));
          case WorkerCommand.RETIRE -> drain.countDown();
          case WorkerCommand.ACCEPT -> service.accept(words.subList(1, words.size()));
          default -> Log.main().log(Severity.ERROR, "unknown command of the supervisor: " + line);
        }
      }
      Log.main().log(Severity.CRITICAL, "the supervisor is gone: finishing, then exiting");
    } catch (IOException e) {
      Log.main().log(Severity.CRITICAL, "the lifeline broke", e);
    }
    drain.countDown();
  }

  private static void exitAtOnce() {
    Thread.ofPlatform().name("exit").start(() -> System.exit(0));
  }

  /**
   * Lines for stderr go to the supervisor's own: our descriptor 2 leads to the supervisor, which
   * would log them as something that an app printed.
   */
  private LogSettings inThisProcess(LogSettings configured) {
    Path stderr = WorkerDescriptors.path(descriptors.logStderr());
    boolean terminal = !plan.launch().detached() && LogTargets.isTerminal(descriptors.logStderr());
    LogSettings effective = LogTargets.effective(configured, terminal);
    Path file = errorlog(stderr);
    return LogTargets.isStderr(effective.to()) && LogTargets.canOpen(file)
        ? LogTargets.with(effective, new LogTarget.File(file))
        : effective;
  }

  /** By its own name where stderr is the errorlog, so that another one can take its place. */
  private Path errorlog(Path stderr) {
    Path errorlog = settings.brim().errorlog();
    try {
      return errorlog != null && Files.isSameFile(errorlog, stderr) ? errorlog : stderr;
    } catch (IOException e) {
      return stderr; // it was moved away meanwhile
    }
  }
}

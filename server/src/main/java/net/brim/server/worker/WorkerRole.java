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

  /** How it comes to an end. */
  private enum Ending {
    /** The server goes away. */
    DRAIN,
    /** Others serve in our place. */
    RETIRE,
    /** The supervisor is gone: we may be all that there is, until another is started. */
    ALONE
  }

  private final Plan plan;
  private final Settings settings;
  private final Subserver subserver;
  private final Place place;
  private final WorkerDescriptors descriptors;
  private final PrintStream reports;
  private boolean listening;
  private final CountDownLatch end = new CountDownLatch(1);

  private volatile Ending ending = Ending.DRAIN;

  /** Open where a spare has its slot, or is not to have any. */
  private final CountDownLatch employed = new CountDownLatch(1);

  private WorkerRole(
      Plan plan, String section, int slot, WorkerDescriptors descriptors, PrintStream reports)
      throws IOException {
    this.plan = plan;
    this.settings = plan.settings();
    this.subserver = settings.subserver(section);
    this.descriptors = descriptors;
    StatsMemory stats = openStats();
    this.place =
        slot == Place.NONE
            ? Place.none(stats, plan.stats(), section)
            : Place.of(stats, section, slot, subserver.slots().get(slot));
    this.reports = reports;
  }

  /**
   * Serves until it is told to end; returns the exit status.
   *
   * @param arguments the section, the slot, -1 for a spare, and the groups of listening sockets
   *     that were inherited
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
    Subserver subserver = plan.settings().subserver(section);
    entitle(section, slot == Place.NONE ? WorkerCommand.SPARE : subserver.slots().get(slot));
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

  /** What {@code ps} shows. */
  private static void entitle(String section, String slot) {
    var _ = ProcessTitle.set(String.join(":", slot, section, "brimd"));
  }

  private int serve() throws IOException, InterruptedException {
    ProcessSignals.handle("TERM", signal -> exitAtOnce());
    ProcessSignals.handle("HUP", signal -> reports.println(WorkerCommand.RECYCLE + "SIGHUP"));
    ProcessSignals.handle("USR1", signal -> Log.reopen(() -> {}));
    try (var loader = new AppLoader(settings.brim().classpath())) {
      Thread.currentThread().setContextClassLoader(loader.classLoader());
      Service service = build(loader);
      if (place.slot() == Place.NONE) {
        service.prepare();
        listenToSupervisor(service);
        reports.println(WorkerCommand.SPARE);
        employed.await();
      }
      return place.slot() == Place.NONE ? 0 : serve(service);
    }
  }

  private int serve(Service service) throws IOException, InterruptedException {
    service.begin();
    listenToSupervisor(service);
    reports.println(WorkerCommand.READY);
    end.await();
    if (service.ended().isEmpty()) {
      end(service);
    }
    return service.ended().orElse(0);
  }

  /** Begins to; a spare has begun before. */
  private void listenToSupervisor(Service service) {
    if (!listening) {
      listening = true;
      Thread.ofPlatform().daemon().name("lifeline").start(() -> obeySupervisor(service));
    }
  }

  private String wid() {
    return place.slot() == Place.NONE
        ? WorkerCommand.SPARE
        : WorkerCommand.wid(subserver.slots().get(place.slot()));
  }

  private Service build(AppLoader loader) throws IOException {
    LogSettings log = inThisProcess(subserver.log());
    LogChannel channel = Log.open(log);
    var uncaught = new UncaughtExceptions(this::wid);
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
    // No switch on types: linking one takes a starting worker some ten milliseconds.
    if (subserver instanceof HttpSubserver http) {
      return StreamService.ofRequests(
          new HttpService(plan.conf(), loader, plan.tls())
              .build(
                  http,
                  place,
                  channel,
                  log,
                  access(http),
                  new Reporting(pulse(), reports::println)),
          descriptors);
    }
    if (subserver instanceof TcpSubserver tcp) {
      return new TcpService(plan.conf(), loader, plan.tls())
          .inWorker(tcp, place, channel, descriptors, pulse());
    }
    if (subserver instanceof UdpSubserver udp) {
      return new UdpService(plan.conf(), loader)
          .inWorker(udp, place, channel, descriptors, pulse());
    }
    return daemon(loader, (DaemonSubserver) subserver, channel, uncaught);
  }

  private Service daemon(
      AppLoader loader,
      DaemonSubserver subserver,
      LogChannel channel,
      UncaughtExceptions uncaught) {
    String name = subserver.slots().get(place.slot());
    var run =
        new DaemonRun(
            new ServerView(place),
            channel.logger(subserver.section()),
            place.bucket(),
            subserver.json() == null
                ? new LazyCodec()
                : loader.codec(subserver.section(), plan.conf()));
    Daemon daemon = loader.prepareDaemon(name, plan.conf()).create();
    return new DaemonService(name, daemon, run, uncaught, end::countDown);
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

  private void end(Service service) throws InterruptedException {
    service.cease();
    reports.println(WorkerCommand.DRAINING);
    Duration limit = settings.brim().gracefulTimeout();
    boolean finished =
        switch (ending) {
          case DRAIN -> service.drain(limit);
          case RETIRE -> service.retire(limit);
          case ALONE -> service.finishAlone(limit);
        };
    if (!finished) {
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
          case WorkerCommand.SERVE -> employ(Integer.parseInt(words.getLast()));
          case WorkerCommand.DRAIN -> drain(service);
          case WorkerCommand.RETIRE -> finish(Ending.RETIRE);
          case WorkerCommand.REOPEN -> Log.reopen(() -> reports.println(WorkerCommand.REOPENED));
          case WorkerCommand.ACCEPT -> service.accept(words.subList(1, words.size()));
          default -> Log.main().log(Severity.ERROR, "unknown command of the supervisor: " + line);
        }
      }
      Log.main().log(Severity.CRITICAL, "the supervisor is gone: finishing, then exiting");
    } catch (IOException e) {
      Log.main().log(Severity.CRITICAL, "the lifeline broke", e);
    }
    orphaned(service);
  }

  /** Nobody serves in our place any more, if somebody did: what retires goes on as a drain. */
  private void drain(Service service) {
    boolean retires = ending == Ending.RETIRE;
    finish(Ending.DRAIN);
    if (retires) {
      goOn(() -> service.drain(Duration.ZERO));
    }
  }

  /** A drain goes on as it is; what retires has nobody any more whom it could leave anything to. */
  private void orphaned(Service service) {
    boolean retires = ending == Ending.RETIRE;
    if (retires || end.getCount() > 0) {
      finish(Ending.ALONE);
    }
    if (retires) {
      goOn(() -> service.finishAlone(Duration.ZERO));
    }
  }

  /** Has what the main thread waits for go on in another way. */
  private interface OtherWay {
    boolean begin() throws InterruptedException;
  }

  private static void goOn(OtherWay way) {
    try {
      var _ = way.begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void employ(int slot) {
    place.take(slot);
    entitle(subserver.section(), Integer.toString(slot));
    employed.countDown();
  }

  private void finish(Ending how) {
    ending = how;
    end.countDown();
    employed.countDown();
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

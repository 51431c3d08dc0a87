package net.brim.server.supervisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.api.Conf;
import net.brim.os.ChildExit;
import net.brim.os.service.Reaper;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.control.ControlReply;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;
import net.brim.server.systemd.Notifier;

/** Generations of workers on a system that only writes down what it is asked. */
final class Fleet implements ControlReply {

  /** What any configuration here begins with. */
  private static final String BASIS =
      """
      [echo]
      call = brim.wsgi_echo.WSGIEcho
      [brim]
      log_to = file:/dev/null
      """;

  final RecordingOs os = new RecordingOs();
  final StatsMemory stats;
  final Generations generations;
  final Workers workers;
  final Listeners listeners;

  /** What was replied, with the status at the end. */
  final List<String> replies = new ArrayList<>();

  /** What was replied for programs. */
  final List<List<Object>> data = new ArrayList<>();

  private final Generation first;

  /** A fleet whose first generation has that configuration; all of its workers are ready. */
  Fleet(String conf) {
    Plan plan = plan(conf);
    var events = new LinkedBlockingQueue<Event>();
    stats = StatsMemory.create(plan.stats(), 1);
    listeners =
        new Listeners(
            os.os(),
            new StartPause(events, Notifier.NONE),
            Report.nowhere(),
            new PassedSockets(os.os(), List.of()),
            List.of(),
            0);
    var queues = new HandOverQueues(os.os());
    generations = new Generations(os.os(), listeners, queues, stats, false);
    var watcher = new OutputWatcher(os.os(), events::add);
    var spawner = new Spawner(os.os(), null, watcher, queues, 9);
    workers = new Workers(os.os(), spawner, watcher, new Reaper(os.os(), exit -> {}), stats);
    first = next(plan);
    first.serve();
    first.slots().toList().forEach(slot -> ready(start(slot), 0));
    workers.steer();
    os.calls.clear();
  }

  Generation first() {
    return first;
  }

  /** A generation of that plan; nothing of it runs. */
  Generation next(Plan plan) {
    try {
      return generations.next(plan, 8);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plan of a configuration, which has a section {@code [echo]} with an app. */
  static Plan plan(String conf) {
    Conf read = Conf.of(sections(BASIS + conf), List.of(Path.of("test.conf")));
    var problems = new Problems();
    Settings settings = Settings.read(read, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.lines().toString());
    }
    var launch =
        new Launch(
            List.of(),
            Path.of("/root"),
            null,
            null,
            true,
            false,
            null,
            List.of("java"),
            List.of("-jar", "b.jar"));
    return new Plan(
        read,
        launch,
        new StatsLayout(settings.subservers().stream().map(Fleet::layout).toList()),
        null);
  }

  private static StatsLayout.Section layout(Subserver subserver) {
    return new StatsLayout.Section(
        subserver.section(), subserver.slots(), HttpStats.all(List.of()));
  }

  private static Map<String, Map<String, Conf.Value>> sections(String conf) {
    var sections = new LinkedHashMap<String, Map<String, Conf.Value>>();
    Map<String, Conf.Value> section = Map.of();
    for (String line : conf.lines().toList()) {
      if (line.startsWith("[")) {
        section =
            sections.computeIfAbsent(line.replaceAll("[\\[\\]]", ""), n -> new LinkedHashMap<>());
      } else if (!line.isBlank()) {
        String[] parts = line.split(" = ", 2);
        section.put(parts[0], new Conf.Value(parts[1], null));
      }
    }
    return sections;
  }

  /** Starts a worker in a slot. */
  WorkerHandle start(Slot slot) {
    workers.start(slot, 0);
    return worker(slot);
  }

  /** The worker in a slot. */
  static WorkerHandle worker(Slot slot) {
    return Objects.requireNonNull(slot.worker(), () -> slot + " is empty");
  }

  static WorkerHandle worker(Generation generation, int slot) {
    return worker(generation.slots().toList().get(slot));
  }

  /** It says that it is ready. */
  static void ready(WorkerHandle worker, long now) {
    worker.becameReady(now);
  }

  /** It ends, and nothing more is to come from it. */
  void exits(WorkerHandle worker, int status) {
    workers.ended(new ChildExit(worker.pid(), status, 0));
    workers.remove(worker);
  }

  /** The commands that a worker was told, without those about sockets. */
  List<String> told(WorkerHandle worker) {
    String call = "write(" + worker.pipes().lifeline() + ", ";
    return os.calls.stream()
        .filter(line -> line.startsWith(call))
        .map(line -> line.substring(call.length(), line.indexOf(',', call.length())))
        .filter(line -> !line.startsWith("accept"))
        .toList();
  }

  /**
   * The signals that were sent to processes, not to the groups of ended ones: {@code pid signal}.
   */
  List<String> signals() {
    return os.calls.stream()
        .filter(line -> line.startsWith("kill(") && !line.startsWith("kill(-"))
        .map(line -> line.substring(5, line.length() - 1).replace(",", ""))
        .toList();
  }

  /** How many processes were started. */
  long spawned() {
    return os.calls.stream().filter(line -> line.startsWith("spawn(")).count();
  }

  // --- the replies ---

  @Override
  public void out(String text) {
    replies.add("out " + text);
  }

  @Override
  public void err(String text) {
    replies.add("err " + text);
  }

  @Override
  public void data(Object... fields) {
    data.add(Arrays.asList(fields));
  }

  @Override
  public void done(int status) {
    replies.add("done " + status);
  }
}

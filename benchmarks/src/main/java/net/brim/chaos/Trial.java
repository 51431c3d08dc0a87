package net.brim.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.brim.benchmarks.JavaCommand;
import net.brim.benchmarks.Progress;
import net.brim.benchmarks.Workplace;
import net.brim.chaos.fault.Fault;
import net.brim.chaos.fault.NotAvailableException;
import net.brim.chaos.fault.NotRecoveredException;
import net.brim.chaos.fault.Scene;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.load.Load;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.LogLines;
import net.brim.chaos.site.ServerConf;

/** One fault with so many workers: a server of its own, clients, and the fault again and again. */
final class Trial {

  private static final int WARM_UP_SECONDS = 2;

  /** When a server has not come back so often, it is left alone. */
  private static final int MOST_FAILURES = 3;

  private final Fault fault;
  private final int workers;
  private final ChaosOptions options;
  private final Path home;
  private final List<String> remarks = new ArrayList<>();
  private int struck;

  Trial(Fault fault, int workers, ChaosOptions options, Workplace work) {
    this.fault = fault;
    this.workers = workers;
    this.options = options;
    this.home = work.path(fault.name() + "-" + workers);
  }

  Row run() throws IOException, InterruptedException {
    Progress.say("%s, %d workers".formatted(fault.name(), workers));
    Files.createDirectory(home);
    var brimd = new Brimd(home);
    try {
      fault.prepare(brimd);
      return run(brimd);
    } catch (NotAvailableException | NotRecoveredException e) {
      return unavailable(String.valueOf(e.getMessage()));
    } finally {
      brimd.end();
      fault.cleanUp(brimd);
    }
  }

  private Row run(Brimd brimd)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    int port = Workplace.freePort();
    var conf =
        new ServerConf(
            JavaCommand.ownClasses(), port, workers, fault.brim(), fault.http(), List.of(), "");
    var load = new Load(port);
    var scene = new Scene(brimd, conf, load);
    Map<Kind, Figures> figures;
    try (load) {
      fault.start(scene);
      load.start();
      scene.awaitWorkers(workers);
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      load.settle();
      strike(scene, load);
      figures = load.end();
    }
    brimd.end();
    return row(figures, load.hiccupMillis(), scene);
  }

  private void strike(Scene scene, Load load)
      throws IOException, InterruptedException, NotAvailableException {
    int failures = 0;
    while (struck < options.times() && failures < MOST_FAILURES) {
      try {
        fault.strike(scene, struck + 1);
      } catch (NotRecoveredException e) {
        remarks.add("strike %d: %s".formatted(struck + 1, e.getMessage()));
        failures++;
      }
      struck++;
      TimeUnit.SECONDS.sleep(options.seconds());
      load.checkIdle();
    }
  }

  private Row row(Map<Kind, Figures> figures, long hiccup, Scene scene) throws IOException {
    List<String> lines = LogLines.read(home);
    remarks.addAll(scene.remarks());
    remarks.addAll(fault.remarks(figures, lines));
    return new Row(
        fault,
        workers,
        struck,
        null,
        figures,
        hiccup,
        remarks,
        lines.size(),
        LogLines.unplanned(lines, fault.planned()));
  }

  private Row unavailable(String why) {
    return new Row(fault, workers, 0, why, Map.of(), 0, List.of(), 0, Map.of());
  }
}

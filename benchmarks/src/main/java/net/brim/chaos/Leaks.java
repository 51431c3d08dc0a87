package net.brim.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.brim.benchmarks.JavaCommand;
import net.brim.benchmarks.Progress;
import net.brim.benchmarks.Workplace;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.load.Load;
import net.brim.chaos.load.Loss;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.Said;
import net.brim.chaos.site.ServerConf;

/** Whether a server holds more after many reloads under load than after the first few. */
final class Leaks {

  private static final int FIRST = 10;
  private static final int QUIET_SECONDS = 40;

  private final int times;
  private final int workers;
  private final Brimd brimd;
  private final int port = Workplace.freePort();
  private final PrintStream out;
  private int release;

  Leaks(int times, int workers, Workplace work, PrintStream out) throws IOException {
    this.times = times;
    this.workers = workers;
    this.brimd = new Brimd(Files.createDirectory(work.path("leaks")));
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    try {
      brimd.configure(conf());
      expectSuccess(brimd.run("start"));
      out.print(Census.head());
      reload(FIRST);
      Census before = census();
      out.print(before.row("after " + FIRST));
      reload(times);
      Census after = census();
      out.print(after.row("after " + release));
      out.printf(
          "%nOf the supervisor, where nothing else is said; all taken without clients, when the"
              + " last retired worker%nwas gone. Its private memory grew by %.2f MB; expected: by"
              + " no more than 5.%n",
          (after.privateBytes() - before.privateBytes()) / 1e6);
    } finally {
      brimd.end();
    }
  }

  private ServerConf conf() {
    return new ServerConf(
            JavaCommand.ownClasses(), port, workers, List.of(), List.of(), List.of(), "")
        .withApp("call = net.brim.chaos.app.ChaosApp", "release = " + release);
  }

  private void reload(int count) throws IOException, InterruptedException {
    Map<Kind, Figures> figures;
    try (var load = new Load(port)) {
      load.start();
      for (int i = 1; i <= count; i++) {
        if (i % 10 == 0) {
          Progress.say("reload %d of %d".formatted(i, count));
        }
        release++;
        brimd.configure(conf());
        expectSuccess(brimd.run("reload"));
        load.witness().expectRelease(release);
        load.checkIdle();
      }
      figures = load.end();
    }
    long lost = 0;
    for (Figures each : figures.values()) {
      for (Loss loss : Loss.values()) {
        lost += each.lost(loss);
      }
    }
    Progress.say("%d requests were lost in %d reloads".formatted(lost, count));
  }

  private static void expectSuccess(Said said) throws IOException {
    if (said.status() != 0) {
      throw new IOException("exit status %d: %s".formatted(said.status(), said.line()));
    }
  }

  /** When the workers of earlier releases are gone. */
  private Census census() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
    while (brimd.processes().size() > workers + 1 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    TimeUnit.SECONDS.sleep(2);
    return Census.of(brimd);
  }
}

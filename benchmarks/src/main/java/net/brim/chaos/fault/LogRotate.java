package net.brim.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;

/** The log is renamed, and {@code brimd logrotate} has all processes open it anew. */
record LogRotate() implements Fault {

  private static final String LOG = "brim.log";

  @Override
  public String name() {
    return "logrotate";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST + "; no line of the request log is lost";
  }

  @Override
  public List<String> http() {
    return List.of("access_log = brim");
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException {
    Files.move(scene.brimd().file(LOG), scene.brimd().file(LOG + "." + round));
    try {
      var _ = scene.command(0, "logrotate");
    } catch (NotAvailableException e) {
      scene.remark(e.getMessage() + "; rotated by SIGUSR1");
      scene.signalSupervisor("USR1");
      Thread.sleep(200);
    }
    if (!Files.exists(scene.brimd().file(LOG))) {
      scene.remark("there was no new log after logrotate");
    }
  }

  @Override
  public List<String> remarks(Map<Kind, Figures> figures, List<String> log) {
    long logged = log.stream().filter(line -> line.contains(" GET /answer?")).count();
    long answered =
        figures.entrySet().stream()
            .filter(entry -> entry.getKey() != Kind.UPLOAD && entry.getKey() != Kind.WEBSOCKET)
            .mapToLong(entry -> entry.getValue().answered())
            .sum();
    return List.of(
        "%d lines of the request log for %d answered requests".formatted(logged, answered));
  }
}

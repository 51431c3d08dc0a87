package net.brim.chaos.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.brim.chaos.site.Said;
import net.brim.chaos.site.ServerConf;

/** {@code brimd reload} with what cannot run, broken in another way each round. */
record BrokenReload() implements Fault {

  private static final String APP = "call = net.brim.chaos.app.ChaosApp";

  @Override
  public String name() {
    return "broken-reload";
  }

  @Override
  public String expected() {
    return "exit status 1, the old generation stays; else as reload";
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    Set<Long> old = scene.serving();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      scene.brimd().configure(broken(scene.conf(), round, taken.getLocalPort()));
      Said said = scene.command(1, "reload");
      if (said.text().isBlank()) {
        scene.remark("a reload that failed gave no reason");
      }
    }
    scene.brimd().configure(scene.conf());
    scene.awaitWorkers(scene.workers());
    if (!scene.serving().equals(old)) {
      scene.remark("after a reload that failed others serve than before");
    }
  }

  private static ServerConf broken(ServerConf conf, int round, int takenPort) {
    return switch (round % 5) {
      case 0 -> conf.withApp("call = net.brim.chaos.app.NoSuchApp");
      case 1 -> conf.withApp(APP, "failure = throws");
      case 2 -> conf.withApp(APP, "failure = exits");
      case 3 ->
          conf.withRest("[http#other]\nip = 127.0.0.1\nport = %d\napps =\n".formatted(takenPort));
      default -> conf.withRest("this is no configuration\n");
    };
  }

  @Override
  public List<String> brim() {
    return List.of("listen_retry = 1s");
  }

  @Override
  public List<Pattern> planned() {
    return List.of(
        Pattern.compile("this release is broken"),
        Pattern.compile("NoSuchApp"),
        Pattern.compile("exit(?:ed with)? status 3"),
        Pattern.compile("no configuration"),
        Pattern.compile("ERROR reload: \\[http#other] cannot listen on port \\d+ of 127.0.0.1: "));
  }
}

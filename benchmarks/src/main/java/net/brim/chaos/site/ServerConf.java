package net.brim.chaos.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of the server under chaos, with options of a fault's own.
 *
 * @param classes the directory of the app
 * @param brim lines of {@code [brim]}; one of the same name takes the place of ours
 * @param http lines of {@code [http]}, likewise
 * @param app lines of the app's section
 * @param rest further sections
 */
public record ServerConf(
    Path classes,
    int port,
    int workers,
    List<String> brim,
    List<String> http,
    List<String> app,
    String rest) {

  private static final List<String> BRIM =
      List.of(
          "pid_file = ~/brimd.pid",
          "log_to = file:~/brim.log",
          "errorlog = ~/brim.err",
          "graceful_timeout = 10s");

  private static final List<String> HTTP =
      List.of("ip = 127.0.0.1", "access_log = off", "keepalive_timeout = 1h");

  private static final List<String> APP = List.of("call = net.brim.chaos.app.ChaosApp");

  public ServerConf {
    brim = List.copyOf(brim);
    http = List.copyOf(http);
    app = List.copyOf(app);
  }

  /** The same with that app section. */
  public ServerConf withApp(String... lines) {
    return new ServerConf(classes, port, workers, brim, http, List.of(lines), rest);
  }

  /** The same with further sections. */
  public ServerConf withRest(String sections) {
    return new ServerConf(classes, port, workers, brim, http, app, sections);
  }

  /** The text of the file. */
  public String text() {
    var own = new ArrayList<>(brim);
    own.add("classpath = \"%s\"".formatted(classes));
    own.add("workers = " + workers);
    var server = new ArrayList<>(http);
    server.add("port = " + port);
    server.add("apps = chaos");
    return section("brim", BRIM, own)
        + section("http", HTTP, server)
        + section("chaos", APP, app)
        + rest;
  }

  private static String section(String name, List<String> usual, List<String> own) {
    var lines = new ArrayList<String>();
    lines.add("[" + name + "]");
    usual.stream()
        .filter(line -> own.stream().noneMatch(other -> option(other).equals(option(line))))
        .forEach(lines::add);
    lines.addAll(own);
    return String.join("\n", lines) + "\n\n";
  }

  private static String option(String line) {
    return line.substring(0, line.indexOf('=')).strip();
  }
}

package net.brim.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The servers of a comparison. */
final class Contenders {

  /** What ratios are taken to. */
  static final String YARDSTICK = "netty";

  static final String BRIM = "brim";
  static final String BRIM_LOGGING = "brim-logging";
  static final String NGINX = "nginx";
  static final String EVENTLET = "eventlet";
  static final String VERTX = "vertx";

  /** The JVM frameworks that the goals name. */
  static final List<String> FRAMEWORKS = List.of(VERTX, "undertow", "jetty", "helidon");

  private static final Set<Scenario> ALL = EnumSet.allOf(Scenario.class);

  private Contenders() {}

  static List<Contender> all(Workplace work) {
    var brim = new BrimCommands(work);
    var python = new PythonCommands(work);
    return List.of(
        of(YARDSTICK, "raw Netty", new JavaCommand("RawNetty", work)),
        of(BRIM, "Brim, virtual", brim::virtual),
        of("brim-threaded", "Brim, threaded", brim::threaded),
        new Contender(
            BRIM_LOGGING,
            "Brim, virtual, logging",
            EnumSet.of(Scenario.HELLO),
            Map.of(),
            brim::logging),
        of(VERTX, "Vert.x " + versionOf("vertx-core"), new JavaCommand("VertxServer", work)),
        of(
            "undertow",
            "Undertow " + versionOf("undertow-core"),
            new JavaCommand("UndertowServer", work)),
        of("jetty", "Jetty " + versionOf("jetty-server"), new JavaCommand("JettyServer", work)),
        of(
            "helidon",
            "Helidon " + versionOf("helidon-webserver"),
            new JavaCommand("HelidonServer", work)),
        new Contender(
            NGINX,
            "nginx",
            ALL,
            Map.of(Scenario.ECHO, "nginx has no echo without a module"),
            new NginxCommand(work)),
        of(EVENTLET, "eventlet wsgi", python::eventlet),
        of("cheroot", "cheroot", python::cheroot),
        of("gunicorn", "gunicorn, eventlet", python::gunicorn));
  }

  /** Those of a list with commas: each name stands for all whose keys begin with it. */
  static List<Contender> select(List<Contender> all, String list) {
    List<String> prefixes = Arrays.asList(list.split(",", -1));
    for (String prefix : prefixes) {
      if (prefix.isEmpty() || all.stream().noneMatch(one -> one.key().startsWith(prefix))) {
        throw new UsageException("unknown server \"" + prefix + "\"; there are " + keys(all));
      }
    }
    return all.stream()
        .filter(one -> prefixes.stream().anyMatch(prefix -> one.key().startsWith(prefix)))
        .toList();
  }

  private static String keys(List<Contender> all) {
    return all.stream().map(Contender::key).collect(Collectors.joining(", "));
  }

  private static Contender of(String key, String name, Contender.Command command) {
    return new Contender(key, name, ALL, Map.of(), command);
  }

  /** The version of a library, as its jar in the class path is named. */
  private static String versionOf(String artifact) {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .filter(jar -> jar.startsWith(artifact + "-") && jar.endsWith(".jar"))
        .map(jar -> jar.substring(artifact.length() + 1, jar.length() - ".jar".length()))
        .filter(version -> Character.isDigit(version.charAt(0)))
        .map(version -> version.replace(".Final", ""))
        .findFirst()
        .orElse("");
  }
}

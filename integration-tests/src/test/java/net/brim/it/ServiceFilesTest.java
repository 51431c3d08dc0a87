package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the distribution has for those who run Brim as a service. */
class ServiceFilesTest {

  private static final String ECHO =
      """
      [http]
      ip = 127.0.0.1
      port = 8901
      apps = echo

      [echo]
      call = brim.wsgi_echo.WSGIEcho
      """;

  @RegisterExtension final Brimd brimd = new Brimd();

  private static String dist(String file) {
    return Distribution.read("server/src/dist/" + file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemd/brimd.service",
        "systemd/brimd.socket",
        "init.d/brimd",
        "default/brimd",
        "logrotate.d/brimd",
        "tmpfiles.d/brimd.conf"
      })
  void filesAreInTheDistributionAndNameWhatIsThere(String file) {
    assertTrue(Files.isRegularFile(Distribution.directory().resolve(file)), file);
    List<String> named =
        Pattern.compile("/opt/brimd/([\\w./-]*\\w)")
            .matcher(dist(file))
            .results()
            .map(result -> result.group(1))
            .toList();
    for (String path : named) {
      assertTrue(Files.exists(Distribution.directory().resolve(path)), path);
    }
  }

  @Test
  void theUnitsAreRight() {
    Clients.need("systemd-analyze");
    int version =
        Integer.parseInt(
            brimd
                .shell("systemd-analyze --version")
                .out()
                .replaceAll("(?s)^systemd (\\d+).*", "$1"));
    String unit =
        dist("systemd/brimd.service").replace("/opt/brimd", Distribution.directory().toString());
    if (version < 253) {
      // As the file itself says.
      unit = unit.replace("Type=notify-reload", "Type=notify").replace("ReloadSignal=", "#");
    }
    brimd.write("units/brimd.service", unit);
    brimd.write("units/brimd.socket", dist("systemd/brimd.socket"));
    Outcome verify =
        brimd.shell("systemd-analyze verify units/brimd.service units/brimd.socket 2>&1").exits(0);
    assertEquals(List.of(), verify.outLines().stream().filter(l -> l.contains("brimd")).toList());
  }

  @Test
  void theStopOfTheUnitIsLongEnough() {
    String unit = dist("systemd/brimd.service");
    assertTrue(Integer.parseInt(first(unit, "(?m)^TimeoutStopSec=(\\d+)s$")) > 30 + 10);
    assertEquals("SIGHUP", first(unit, "(?m)^KillSignal=(.*)$"), "that finishes requests");
    assertEquals("process", first(unit, "(?m)^KillMode=(.*)$"));
  }

  private static String first(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " in " + text));
  }

  @Test
  void logsAreRotated() {
    Clients.need("logrotate");
    brimd.write(
        "rotate.conf",
        dist("logrotate.d/brimd")
            .replace("/var/log/brimd", brimd.home().toString())
            .replaceAll("(?m)^ *su .*$", ""));
    brimd.write("brim.log", "line\n");
    Outcome dry = brimd.shell("chmod 755 . ; logrotate -d -s state rotate.conf 2>&1").exits(0);
    assertTrue(!dry.out().contains("error:") && dry.out().contains("brim.log"), dry::toString);
  }

  // --- the init script ---

  private String initScript() {
    Path script =
        brimd.write(
            "init",
            dist("init.d/brimd")
                .replace("/etc/default/brimd", brimd.file("none").toString())
                .replace("/opt/brimd", Distribution.directory().toString())
                .replace("/etc/brimd.conf", brimd.file(".brimd.conf").toString())
                .replace("/run/brimd", brimd.home().toString())
                .replace("/brimd.pid", "/.brimd.pid"));
    return "sh " + script + " ";
  }

  @Test
  void theInitScriptIsClean() {
    Clients.need("shellcheck");
    brimd.shell("shellcheck -s sh " + Distribution.directory().resolve("init.d/brimd")).exits(0);
    assertTrue(Files.isExecutable(Distribution.directory().resolve("init.d/brimd")));
  }

  @Test
  void theInitScriptHasTheStatusesOfTheStandard() {
    String init = initScript();
    brimd.shell(init + "start").exits(6);
    brimd.conf(ECHO);
    brimd.shell(init).exits(2);
    brimd.shell(init + "status").exits(3);
    brimd.shell(init + "reload").exits(7);
    brimd.shell(init + "try-restart").exits(0);
    brimd.shell(init + "stop").exits(0);
    brimd.shell(init + "start").exits(0);
    long pid = brimd.pid();
    brimd.shell(init + "start").exits(0);
    assertEquals(pid, brimd.pid());
    brimd.shell(init + "status").exits(0);
    brimd.shell(init + "reload").exits(0);
    brimd.signal(brimd.pid(), "KILL");
    Await.until("the end", () -> !Processes.isAlive(pid));
    brimd.shell(init + "status").exits(1);
    brimd.shell(init + "start").exits(0);
    brimd.shell(init + "stop").exits(0);
    brimd.shell(init + "status").exits(3);
    brimd.assertNothingLeft();
  }

  // --- containers ---

  @Test
  void theContainerHasAConfigurationAndTheTimeThatItNeeds() {
    String conf = Distribution.read("examples/container/brimd.conf");
    brimd.write("container.conf", conf.replace("/run/brimd", brimd.home().toString()));
    brimd.shell("brimd check -c container.conf").exits(0);
    String containerfile = Distribution.read("examples/container/Containerfile");
    assertTrue(containerfile.contains("ARG VERSION=" + Distribution.VERSION + "\n"));
    assertEquals("SIGTERM", first(containerfile, "(?m)^STOPSIGNAL (.*)$"));
    assertEquals("shutdown", first(conf, "(?m)^sigterm = (.*)$"));

    String manifest = Distribution.read("examples/container/kubernetes.yaml");
    int grace = Integer.parseInt(first(manifest, "terminationGracePeriodSeconds: (\\d+)\n"));
    int pause = Integer.parseInt(first(manifest, "command: \\[sleep, \"(\\d+)\"\\]"));
    int graceful = Integer.parseInt(first(conf, "(?m)^graceful_timeout = (\\d+)s$"));
    assertTrue(pause + graceful + 5 <= grace, "the pod ends before the server does");
    for (String name :
        List.of(
            "http, " + first(conf, "(?m)^port = (\\d+)$"),
            "admin, " + first(conf, "(?m)^admin = \\*:(\\d+)$"))) {
      String[] port = name.split(", ", -1);
      assertTrue(
          manifest.contains("{name: %s, containerPort: %s}".formatted(port[0], port[1])), name);
      assertTrue(first(containerfile, "(?m)^EXPOSE (.*)$").contains(port[1]), name);
    }
    assertEquals(
        List.of("/ready", "/ready", "/live"),
        Pattern.compile("httpGet: \\{path: (\\S+), port: admin\\}")
            .matcher(manifest)
            .results()
            .map(result -> result.group(1))
            .toList());
  }

  @Test
  void theManifestIsYaml() {
    Clients.needPythonModule("yaml");
    Outcome kinds =
        brimd.shell(
            "/usr/bin/python3 -c 'import sys, yaml; print(*(d[\"kind\"] for d in"
                + " yaml.safe_load_all(open(sys.argv[1]))))' "
                + Distribution.directory().resolve("examples/container/kubernetes.yaml"));
    assertEquals("Deployment Service\n", kinds.exits(0).out());
  }
}

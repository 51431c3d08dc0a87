package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each command, as people and scripts call it. */
class CommandsTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  // --- the command line ---

  @Test
  void theHelpNamesEveryCommandAndOption() {
    for (String option : List.of("--help", "-h", "-?")) {
      Outcome help = brimd.run(option).exits(0);
      for (String word :
          List.of(
              "start",
              "no-daemon",
              "stop",
              "shutdown",
              "restart",
              "status",
              "stats",
              "top",
              "logrotate",
              "check",
              "--conf",
              "--pid-file",
              "--output",
              "--error-stack-trace",
              "--version",
              "--help")) {
        assertTrue(help.out().contains(word), () -> word + " in " + help);
      }
      assertEquals("", help.err());
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertEquals(
        "brimd " + Distribution.VERSION + "\n", brimd.run("--version").exits(0).terminal());
    assertEquals("brimd " + Distribution.VERSION + "\n", brimd.run("-v").exits(0).terminal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin",
        "start stop",
        "start now",
        "--loud",
        "status --loud",
        "top --loud",
        "stats now",
        "-c"
      })
  void whatIsNoCommandIsAnsweredWithTheUsage(String arguments) {
    Outcome outcome = brimd.run(arguments.split(" ", -1)).exits(2);
    assertTrue(outcome.err().startsWith("brimd: "), outcome::toString);
    assertTrue(outcome.err().contains("Usage: brimd [options] [command]"), outcome::toString);
    assertEquals("", outcome.out());
  }

  @Test
  void whatIsWrongWithTheCommandIsSaid() {
    assertEquals("brimd: unknown command: begin", brimd.run("begin").errLines().getFirst());
    assertEquals(
        "brimd: two commands: start and stop", brimd.run("start", "stop").errLines().getFirst());
  }

  // --- status ---

  @Test
  void statusSaysWhetherItRuns() {
    conf();
    assertEquals("not running\n", brimd.run("status").exits(3).terminal());
    assertFalse(
        Brimd.json(brimd.run("status", "--json").exits(3).out()).get("running").asBoolean());

    brimd.started();

    assertEquals(brimd.pid() + " is running\n", brimd.run("status").exits(0).terminal());
    brimd.stopped();
    assertEquals("not running\n", brimd.run("status").exits(3).terminal());
  }

  @Test
  void statusShowsTheWorkers() throws IOException {
    conf("workers = 2");
    brimd.started();
    for (int i = 0; i < 10; i++) {
      assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    }

    Outcome table = brimd.run("status", "-v").exits(0);

    List<String> lines = table.outLines();
    assertEquals(4, lines.size(), table::toString);
    assertEquals(brimd.pid() + " is running", lines.get(0));
    assertEquals(
        List.of("SLOT", "PID", "STATE", "UPTIME", "RESTARTS", "REQUESTS", "MEMORY"),
        List.of(lines.get(1).split(" +", -1)));
    for (int slot = 0; slot < 2; slot++) {
      assertTrue(
          lines
              .get(slot + 2)
              .matches("http/" + slot + " +\\d+ +ready +00:00:\\d\\d +0 +\\d+ +\\d+\\.\\d MB"),
          table::toString);
    }

    JsonNode report = Brimd.json(brimd.run("status", "--json").exits(0).out());
    assertEquals(brimd.pid(), report.get("pid").asLong());
    assertEquals("running", report.get("phase").asString());
    assertEquals(2, report.get("workers").size());
    long requests = 0;
    for (JsonNode worker : report.get("workers")) {
      assertEquals("http", worker.get("section").asString());
      assertEquals("ready", worker.get("state").asString());
      assertTrue(Processes.isAlive(worker.get("pid").asLong()));
      assertTrue(worker.get("memory").asLong() > 10_000_000, worker::toString);
      requests += worker.get("requests").asLong();
    }
    assertEquals(10, requests);
    brimd.stopped();
  }

  @Test
  void theFilesOfARunningServerAreItsOwn() throws IOException {
    conf();
    brimd.started();
    Path socket = brimd.file(".brimd.pid.sock");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    assertEquals(
        "rw-r--r--",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(brimd.file(".brimd.pid"))));
    assertEquals(Path.of("/"), Processes.directory(brimd.pid()));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  // --- check ---

  @Test
  void checkSaysThatAllIsWell() {
    conf();
    assertEquals("OK\n", brimd.run("check").exits(0).terminal());
    brimd.assertNothingLeft();
  }

  @Test
  void checkShowsWhereEachValueComesFrom() {
    conf();
    Path more = brimd.write("more.conf", "[http]\nworkers = 3\n");
    Path first = brimd.file(".brimd.conf");

    Outcome check =
        brimd.run("check", "--print", "-c", first.toString(), "-c", more.toString()).exits(0);

    assertTrue(check.out().contains("# " + more + ":2\nworkers = 3\n"), check::toString);
    assertTrue(check.out().contains("\nport = " + brimd.port() + "\n"), check::toString);
    brimd.write("printed.conf", check.out());
    assertEquals(
        "OK\n",
        brimd.run("check", "-c", brimd.file("printed.conf").toString()).exits(0).terminal());
  }

  // --- in the foreground ---

  @ParameterizedTest
  @ValueSource(strings = {"no-daemon", ""})
  void withoutWorkersAllIsOneProcess(String command) throws IOException {
    brimd.conf(
        """
        [brim]
        classpath = %s
        workers = 3

        [http]
        port = 8901
        apps = workbench echo stats

        [http#other]
        port = 8902
        apps = workbench stats

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    Program server = command.isEmpty() ? brimd.background() : brimd.background(command);
    Await.until(
        () -> "both ports, in\n" + server.terminal(),
        () -> server.out().contains("[http#other] listening on "));

    assertEquals("hello\n", RawClient.get(brimd.port(8901), "/hello").text());
    assertEquals("hello\n", RawClient.get(brimd.port(8902), "/hello").text());
    assertTrue(brimd.stats().at("/http/0/request_count").asInt() > 0);
    Await.until("the request log on the terminal", () -> server.err().contains(" GET /hello "));
    assertEquals(List.of(server.pid()), Processes.of(brimd.home()));
    assertFalse(Files.exists(brimd.file(".brimd.pid")));

    brimd.signal(server.pid(), "INT");

    server.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void withoutWorkersABusyPortIsNamedToo() throws IOException {
    conf();
    try (var foreign = new java.net.ServerSocket(brimd.port())) {
      assertTrue(foreign.isBound());
      Outcome outcome = brimd.run("no-daemon").exits(1);
      assertTrue(
          outcome.err().startsWith("[http] cannot listen on port " + brimd.port()),
          outcome::toString);
      assertEquals(1, outcome.errLines().size(), outcome::toString);
    }
    brimd.assertNothingLeft();
  }

  @Test
  void theWholeServerCanStayInTheForeground() throws IOException {
    conf("workers = 2");
    Program server = brimd.background("start", "--foreground");
    Await.until(
        () -> "the port, in\n" + server.terminal(),
        () -> server.out().contains("[http] listening"));

    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    assertEquals(server.pid(), brimd.pid());
    assertEquals(3, Processes.of(brimd.home()).size(), "a supervisor and two workers");
    brimd.signal(server.pid(), "TERM");

    server.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  // --- options ---

  @Test
  void thePidFileCanBeElsewhere() {
    conf();
    String file = brimd.file("other.pid").toString();
    brimd.run("-p", file, "start").exits(0);

    assertEquals("not running\n", brimd.run("status").exits(3).terminal());
    long pid = Long.parseLong(brimd.read("other.pid").strip());
    assertEquals(pid + " is running\n", brimd.run("status", "-p", file).exits(0).terminal());
    brimd.run("--pid-file=" + file, "stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void thereCanBeNoPidFile() throws IOException {
    conf();
    Program server = brimd.background("-p", "-", "start", "--foreground");
    Await.until("the port", () -> server.out().contains("[http] listening"));
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    assertFalse(Files.exists(brimd.file(".brimd.pid")));
    assertFalse(Files.exists(brimd.file(".brimd.pid.sock")));
    brimd.signal(server.pid(), "TERM");
    server.outcome().exits(0);
  }

  @Test
  void theTerminalIsLeftUnlessItIsToBeKept() throws IOException {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = stderr

        [http]
        port = 8901
        apps = workbench

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    Program left = brimd.background("start");
    left.outcome().exits(0);
    RawClient.get(brimd.port(), "/log/left");
    brimd.stopped();
    assertEquals("", left.err());

    Program kept = brimd.background("start", "-o");
    kept.outcome().exits(0);
    RawClient.get(brimd.port(), "/log/kept");
    Await.until("the line", () -> kept.err().contains("seen kept"));
    brimd.stopped();
  }

  @Test
  void theErrorlogTakesStderr() throws IOException {
    brimd.conf(
        """
        [brim]
        classpath = %s
        errorlog = ~/errors.log
        log_to = stderr

        [http]
        port = 8901
        apps = workbench

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    brimd.started();
    RawClient.get(brimd.port(), "/log/there");
    brimd.awaitLine("errors.log", "seen there");
    brimd.stopped();
  }

  @Test
  void theConfigurationIsFoundInTheHomeDirectoryOrWhereItIsNamed() {
    conf();
    Path conf = brimd.write("elsewhere/b.conf", brimd.read(".brimd.conf"));
    assertTrue(conf.toFile().exists());
    assertTrue(brimd.file(".brimd.conf").toFile().delete());
    brimd.run("check").exits(1);
    brimd.run("check", "-c", conf.toString()).exits(0);
    assertEquals("OK\n", brimd.shell("cd elsewhere && brimd check -c b.conf").exits(0).terminal());
  }

  // --- logs ---

  @Test
  void whatAnAppPrintsIsLogged() throws IOException {
    conf();
    brimd.started();
    RawClient.get(brimd.port(), "/print/this");
    assertTrue(brimd.awaitLine(LOG, "printed this").contains("STDOUT: wid:000 printed this"));
    assertTrue(brimd.awaitLine(LOG, "complained this").contains("STDERR: wid:000 complained this"));
    brimd.stopped();
  }

  @Test
  void aRotatedLogIsOpenedAnew() throws IOException {
    conf("workers = 2");
    brimd.started();
    logInBothWorkers("before");
    Files.move(brimd.file(LOG), brimd.file("brim.log.1"));
    logInBothWorkers("between");
    assertFalse(Files.exists(brimd.file(LOG)));

    brimd.signal(brimd.pid(), "USR1");

    Await.until(
        "lines of both workers in the new file",
        () -> {
          RawClient.get(brimd.port(), "/log/after");
          return brimd.lines(LOG, "seen after").stream()
                  .map(line -> line.replaceAll(".*\\[(\\d+)\\].*", "$1"))
                  .distinct()
                  .count()
              == 2;
        });
    assertFalse(brimd.read(LOG).contains("seen before"));
    assertTrue(brimd.read("brim.log.1").contains("seen between"));
    brimd.stopped();
    brimd.awaitLine(LOG, "SIGINT");
  }

  /** Until both workers have logged it, in whichever file. */
  private void logInBothWorkers(String word) {
    Await.until(
        "lines of both workers",
        () -> {
          RawClient.get(brimd.port(), "/log/" + word);
          return List.of(LOG, "brim.log.1").stream()
                  .flatMap(file -> brimd.lines(file, "seen " + word).stream())
                  .map(line -> line.replaceAll(".*\\[(\\d+)\\].*", "$1"))
                  .distinct()
                  .count()
              == 2;
        });
  }

  // --- as another user ---

  @Test
  void workersRunAsTheConfiguredUser() throws IOException {
    Clients.need("ps", "su");
    Assumptions.assumeTrue(
        Set.of("root").contains(System.getProperty("user.name")),
        "skipped: only root can change the user");
    Assumptions.assumeTrue(
        brimd.shell("su -s /bin/sh nobody -c 'test -r " + Distribution.apiJar() + "'").status()
            == 0,
        "skipped: the user nobody may not read the distribution");
    brimd.conf(
        """
        [brim]
        user = nobody
        workers = 2

        [http]
        port = 8901
        apps = echo

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        """);
    brimd.started();
    long supervisor = brimd.pid();
    assertEquals("nobody\n", brimd.shell("ps -o user= -p $1", supervisor).out());
    assertEquals("nobody\n", brimd.shell("ps -o user= --ppid $1 | sort -u", supervisor).out());
    assertEquals(
        "2\n",
        brimd
            .shell(
                "for p in $(ps -o pid= --ppid $1); do tr '\\0' '\\n' </proc/$p/environ; done"
                    + " | grep -c '^USER=nobody'",
                supervisor)
            .out());
    assertEquals(200, RawClient.get(brimd.port(), "/echo").status());
    brimd.signal(supervisor, "TERM");
    Await.until("the end", () -> !Processes.isAlive(supervisor));
    assertEquals("not running\n", brimd.run("status").exits(3).terminal());
    // In a directory of root's, nobody can only empty it.
    Files.deleteIfExists(brimd.file(".brimd.pid"));
    Files.deleteIfExists(brimd.file(".brimd.pid.sock"));
  }

  private void conf() {
    conf("");
  }

  private void conf(String http) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = workbench echo stats
        %s

        %s
        """
            .formatted(Workbench.classpath(), http, Workbench.SECTION));
  }
}

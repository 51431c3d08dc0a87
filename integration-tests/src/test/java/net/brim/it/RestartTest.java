package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code restart} and USR2: another supervisor by the same process. */
class RestartTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  private static final String GET = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";

  private void conf(String more) {
    conf(more, "log");
  }

  private void conf(String more, String log) {
    brimd.conf(
        """
        [brim]
        log_to = file:%s
        [http]
        ip = 127.0.0.1
        port = 8901
        workers = 2
        apps = echo stats
        """
                .formatted(log)
            + more
            + """

            [echo]
            call = net.brim.server.apps.Echo
            [stats]
            call = net.brim.server.apps.StatsApp
            """);
  }

  private void echoes(String text) throws IOException {
    assertEquals(
        text,
        brimd
            .shell("curl -sS http://127.0.0.1:8901/echo --data-binary '" + text + "'")
            .exits(0)
            .out());
  }

  private void restarted() {
    brimd.run("restart").exits(0);
    brimd.awaitLine("log", "Brim goes on, as process " + brimd.pid());
  }

  private List<Long> pids() {
    JsonNode workers = brimd.status().get("workers");
    return Stream.of(0, 1).map(slot -> workers.get(slot).get("pid").asLong()).toList();
  }

  @Test
  void thePidTheCountsAndTheSocketsStayAndAllWorkersAreNew() throws IOException {
    conf("");
    brimd.started();
    long pid = brimd.pid();
    List<Long> before = pids();
    echoes("one");
    long uptime = brimd.status().get("uptime_ms").asLong();

    Outcome outcome = brimd.run("restart").exits(0);

    assertTrue(outcome.out().contains("[http] listening on http://127.0.0.1:"), outcome.out());
    assertEquals(pid, brimd.pid());
    assertTrue(brimd.status().get("uptime_ms").asLong() >= uptime);
    assertTrue(pids().stream().noneMatch(before::contains), () -> pids() + " after " + before);
    echoes("two");
    assertEquals(2, brimd.stats().get("http").get("echo.requests").asLong());
    // It is as much the server as before: it is found, restarts what dies, reloads and stops.
    brimd.run("start").exits(0);
    long worker = pids().getFirst();
    brimd.signal(worker, "KILL");
    brimd.awaitLine("log", "(pid " + worker + ") killed by SIGKILL");
    Await.until("another worker", () -> !pids().contains(worker));
    brimd.run("reload").exits(0);
    brimd.run("scale", "http", "3").exits(0);
    restarted();
    echoes("three");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aSignalAsksForItToo() throws IOException {
    conf("");
    brimd.started();
    long pid = brimd.pid();
    brimd.signal(pid, "USR2");
    brimd.awaitLine("log", "generation 2 serves in place of generation 1");
    assertEquals(pid, brimd.pid());
    echoes("hello");
    brimd.signal(pid, "TERM");
    brimd.assertNothingLeft();
  }

  /** Has a link lead to that distribution; returns the script behind it. */
  private String currentIs(Path distribution) throws IOException {
    Path current = brimd.file("current");
    Files.deleteIfExists(current);
    return Files.createSymbolicLink(current, distribution).resolve("bin/brimd").toString();
  }

  @Test
  void theNewestProgramTakesOver() throws IOException {
    Path older = copyOfDistribution("older");
    Path newer = copyOfDistribution("newer");
    String script = currentIs(older);
    conf("");
    brimd.shell(script + " start").exits(0);
    long pid = brimd.pid();
    assertTrue(Processes.hasOpened(pid, older));
    assertEquals(script, currentIs(newer));

    brimd.shell(script + " restart").exits(0);

    assertEquals(pid, brimd.pid());
    for (long each : Stream.concat(Stream.of(pid), pids().stream()).toList()) {
      assertTrue(Processes.hasOpened(each, newer), () -> Processes.describe(each));
      assertFalse(Processes.hasOpened(each, older), () -> Processes.describe(each));
    }
    brimd.stopped();
  }

  private Path copyOfDistribution(String name) {
    brimd
        .shell("cp -r %s %s".formatted(Distribution.brimd().getParent().getParent(), name))
        .exits(0);
    return brimd.file(name);
  }

  @Test
  void whatIsWrongIsToldAndEverythingStays() throws IOException {
    conf("");
    brimd.started();
    List<Long> before = pids();
    conf("nonsense = 1");
    Outcome wrong = brimd.run("restart").exits(1);
    assertTrue(wrong.err().contains("nonsense"), wrong.err());
    assertEquals(before, pids());
    echoes("still there");
    brimd.stopped();
  }

  @Test
  void aProgramThatIsNoneLeavesTheOldOneInPlace() throws IOException {
    Path copy = copyOfDistribution("copy");
    String script = copy.resolve("bin/brimd").toString();
    conf("");
    brimd.shell(script + " start").exits(0);
    long pid = brimd.pid();
    List<Long> before = pids();
    for (Path jar : jars(copy)) {
      Files.delete(jar); // those who run have it open
      Files.writeString(jar, "no jar");
    }
    Outcome wrong = brimd.run("restart").exits(1);
    assertFalse(wrong.err().isBlank());
    assertEquals(pid, brimd.pid());
    assertEquals(before, pids());
    echoes("still there");
    brimd.stopped();
  }

  private static List<Path> jars(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("brim-server")).toList();
    }
  }

  /** It is planned by what is whole, and cannot go on by what is missing. */
  @Test
  void aProgramThatFailsBeforeItRunsGivesBackToTheOldOne() throws IOException {
    Path older = copyOfDistribution("older");
    Path newer = copyOfDistribution("newer");
    String script = currentIs(older);
    conf("");
    brimd.shell(script + " start").exits(0);
    long pid = brimd.pid();
    List<Long> before = pids();
    for (Path jar : jars(newer)) {
      deleteFrom(jar, "net/brim/server/supervisor/Supervisor.class");
    }
    assertEquals(script, currentIs(newer));

    try (RawClient idle = RawClient.connect(brimd.port())) {
      assertEquals(200, idle.send(GET).read().status());
      Outcome failed = brimd.shell(script + " restart").exits(1);
      assertTrue(
          failed.err().contains("the program that was to take over could not"), failed.err());
      assertEquals(200, idle.send(GET).read().status());
    }

    assertEquals(pid, brimd.pid());
    assertEquals(before, pids());
    assertTrue(Processes.hasOpened(pid, older), () -> Processes.describe(pid));
    echoes("still there");
    // It is as much the server as before.
    brimd.run("start").exits(0);
    brimd.signal(before.getFirst(), "KILL");
    Await.until("another worker", () -> !pids().contains(before.getFirst()));
    brimd.run("reload").exits(0);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private static void deleteFrom(Path jar, String entry) throws IOException {
    try (FileSystem entries = FileSystems.newFileSystem(jar)) {
      Files.deleteIfExists(entries.getPath(entry));
    }
  }

  @Test
  void aLogThatIsGoneIsMendedByARestart() throws IOException {
    Files.createDirectory(brimd.file("logs"));
    conf("", "logs/log");
    brimd.started();
    long pid = brimd.pid();
    Files.delete(brimd.file("logs/log"));
    Files.delete(brimd.file("logs"));
    conf("", "log");

    try (RawClient idle = RawClient.connect(brimd.port())) {
      assertEquals(200, idle.send(GET).read().status());
      brimd.run("restart").exits(0);
      assertEquals(200, idle.send(GET).read().status());
    }

    assertEquals(pid, brimd.pid());
    brimd.awaitLine("log", "generation 2 serves in place of generation 1");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void appsThatFailInTheWorkerLeaveTheWorkersBeforeUnderTheNewSupervisor() throws IOException {
    brimd.compile("classes", Apps.source("faulty/FaultyApps.java"));
    conf("");
    brimd.started();
    List<Long> before = pids();
    brimd.conf(
        """
        [brim]
        log_to = file:log
        classpath = classes
        [http]
        ip = 127.0.0.1
        port = 8901
        workers = 2
        apps = broken echo
        [broken]
        call = faulty.FaultyApps$CreateThrows
        [echo]
        call = net.brim.server.apps.Echo
        """);
    Outcome wrong = brimd.run("restart").exits(1);
    assertFalse(wrong.err().isBlank());
    assertEquals(before, pids());
    echoes("still there");
    brimd.stopped();
  }

  @Test
  void withoutAServerItStartsOne() {
    conf("");
    brimd.run("restart").exits(0);
    assertNotEquals(0, brimd.pid());
    brimd.stopped();
  }

  /** The daemon of generation 1 finishes, that of 2 waits for it, and that of 3 waits, too. */
  @Test
  void aDaemonThatStillFinishesIsWaitedForByTheNewProgramToo() {
    brimd.compile("classes", Apps.source("daemons/Tasks.java"));
    brimd.write(
        "lone.sh",
        """
        cd "$1"
        echo >>begun
        mkdir here || touch two
        until test -e go; do sleep 0.02; done
        rmdir here
        """);
    conf(
        """

        [daemons]
        daemons = lone

        [lone]
        call = daemons.Tasks
        task = shell
        command = sh %1$s/lone.sh %1$s
        """
            .formatted(brimd.home()),
        "log\nclasspath = classes\ngraceful_timeout = 60s");
    brimd.started();
    Await.until("the daemon", () -> begun() == 1);
    List<Long> first = daemons();
    brimd.run("reload").exits(0);
    assertEquals(first, daemons());

    Program restart = brimd.background("restart");
    brimd.awaitLine("log", "Brim goes on, as process " + brimd.pid());
    assertEquals(first, daemons());
    restart.outcome().exits(0);

    assertEquals(first, daemons());
    brimd.write("go", "");
    Await.until("the next daemon", () -> begun() > 1 && !Files.exists(brimd.file("here")));
    assertEquals(2, begun());
    assertFalse(Files.exists(brimd.file("two")));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  /** The processes of daemons, also of one on its way out. */
  private List<Long> daemons() {
    return brimd
        .status()
        .get("workers")
        .valueStream()
        .filter(worker -> worker.get("section").asString().equals("daemons"))
        .map(worker -> worker.get("pid").asLong())
        .filter(pid -> pid != 0)
        .toList();
  }

  private long begun() {
    return brimd.read("begun").lines().count();
  }
}

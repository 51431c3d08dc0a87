package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server is as a process of the system: its directory, its umask, process 1, stopped. */
class ProcessTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String options) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        workers = 2
        %s

        [http]
        port = 8901
        ip = 127.0.0.1
        apps = workbench echo stats

        %s
        """
            .formatted(Workbench.classpath(), options, Workbench.SECTION));
  }

  @ParameterizedTest
  @CsvSource({"'', rw-r--r--", "umask = 027, rw-r-----", "umask = inherit, rw-------"})
  void filesHaveTheUmaskThatIsAskedFor(String option, String permissions) throws IOException {
    conf(option);
    brimd.shell("umask 077 && brimd start").exits(0);
    try (var held = new Workbench.Held(brimd)) {
      Path made;
      try (var directories = Files.newDirectoryStream(brimd.home(), "held*")) {
        made = directories.iterator().next().resolve("entered");
      }
      assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
      held.goOn();
      assertEquals(200, held.client().read().status());
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void allProcessesAreInTheDirectoryThatIsAskedFor() throws IOException {
    Path directory = Files.createDirectory(brimd.file("base"));
    conf("basedir = base");
    brimd.started();
    for (long pid : Processes.of(brimd.home())) {
      assertEquals(directory.toRealPath(), Processes.directory(pid), Processes.describe(pid));
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aStoppedSupervisorGoesOnWhereItWas() {
    conf("");
    brimd.started();
    long supervisor = brimd.pid();
    long victim = brimd.worker(0).get("pid").asLong();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      load.awaitMore(20);
      brimd.freeze(supervisor);
      load.awaitMore(20);
      brimd.signal(victim, "KILL");
      brimd.signal(supervisor, "CONT");
      load.awaitMore(50);
      load.end();
      assertEquals(List.of(), load.refused());
      assertTrue(
          load.broken().size() <= 2, () -> "broken beside those in progress: " + load.broken());
    }
    Await.until(
        "the next worker",
        () ->
            brimd.worker(0).get("pid").asLong() != victim
                && brimd.worker(0).get("state").asString().equals("ready"));
    assertEquals(supervisor, brimd.pid());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"TERM, SIGTERM: finishing", "INT, SIGINT: stopping"})
  void processOneReapsOrphansAndHeedsSignals(String signal, String logged) throws IOException {
    Clients.need("unshare", "nsenter");
    Assumptions.assumeTrue(
        brimd.shell("unshare --pid --fork --mount-proc true").status() == 0,
        "skipped: no namespace of processes may be made");
    conf("sigterm = shutdown");
    Program container =
        brimd.start(
            List.of(
                "unshare",
                "--pid",
                "--fork",
                "--mount-proc",
                Distribution.brimd().toString(),
                "start",
                "--foreground"),
            brimd.home());
    Await.until(
        () -> "the server in\n" + container.terminal(),
        () -> container.out().contains("[http] listening"));
    assertEquals(1, brimd.pid(), "in its own view");
    long one =
        ProcessHandle.of(container.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());

    brimd.shell("nsenter -t $1 -p -m sh -c 'for i in 1 2 3; do (sleep 0.1 &) ; done'", one);
    Await.until(
        "the end of orphans",
        () ->
            brimd
                .shell("ps -o stat= -o comm= --ppid $1", one)
                .out()
                .lines()
                .noneMatch(line -> line.contains("sleep") || line.startsWith("Z")));

    brimd.signal(one, signal);
    container.outcome().exits(0);
    brimd.awaitLine("brim.log", logged);
    brimd.assertNothingLeft();
  }
}

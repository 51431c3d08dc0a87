package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Daemons from outside. */
class DaemonsTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  /** A server with the stats app and with daemons of those tasks. */
  private void conf(String brimOptions, String... tasks) {
    brimd.compile("classes", Apps.source("daemons/Tasks.java"));
    var conf =
        new StringBuilder(
            """
            [brim]
            classpath = classes
            log_to = file:~/brim.log
            %s

            [wsgi]
            port = 8901
            apps = stats
            access_log = off

            [stats]
            call = brim.wsgi_stats.WSGIStats

            [daemons]
            daemons = %s
            """
                .formatted(brimOptions, String.join(" ", tasks)));
    for (String task : tasks) {
      conf.append("\n[%s]\ncall = daemons.Tasks\ntask = %s\n".formatted(task, task));
    }
    brimd.conf(conf.toString());
  }

  private void start(String brimOptions, String... tasks) {
    conf(brimOptions, tasks);
    brimd.started();
  }

  private JsonNode worker(String slot) {
    return StreamSupport.stream(brimd.status().get("workers").spliterator(), false)
        .filter(worker -> worker.get("slot").asString().equals(slot))
        .findFirst()
        .orElseThrow();
  }

  private long runs(String daemon) {
    return brimd.stats().at("/daemons/" + daemon + "/runs").asLong();
  }

  /** What the log says of the ends of that daemon that were followed by a pause. */
  private List<String> ends(String daemon) {
    return brimd.lines(LOG, "worker daemons/" + daemon + " ").stream()
        .filter(line -> line.contains("; restarting in "))
        .toList();
  }

  /** The pauses before restarts of that daemon that the log tells of, in milliseconds. */
  private List<Long> pauses(String daemon) {
    var pauses = new ArrayList<Long>();
    for (String line : ends(daemon)) {
      String[] pause = line.replaceAll(".*; restarting in (.*) \\(it ran.*", "$1").split(" ", -1);
      double number = Double.parseDouble(pause[0]);
      pauses.add(Math.round(pause[1].equals("ms") ? number : number * 1000));
    }
    return pauses;
  }

  @Test
  void aDaemonRunsInAProcessOfItsOwn() {
    conf("", "one", "two");
    Outcome start = brimd.started();
    assertTrue(start.out().contains("[daemons] running one, two\n"), start::toString);
    JsonNode one = worker("one");
    assertEquals("daemons", one.get("section").asString());
    assertEquals("ready", one.get("state").asString());
    assertNotEquals(one.get("pid").asLong(), worker("two").get("pid").asLong());
    brimd.awaitLine(LOG, "brimdaemons[" + one.get("pid").asLong() + "] INFO one does one");
    Outcome table = brimd.run("status", "-v").exits(0);
    assertTrue(
        table.outLines().stream().anyMatch(line -> line.matches("daemons/two +\\d+ +ready .*")),
        table::toString);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aDaemonThatReturnsOrThrowsIsStartedAgainAfterPausesThatGrow() {
    start("", "return", "throw", "overflow");

    for (String daemon : List.of("return", "throw")) {
      Await.until(() -> "four ends of " + daemon, () -> pauses(daemon).size() >= 4);
      List<Long> pauses = pauses(daemon).subList(0, 4);
      assertEquals(List.of(100L, 200L, 400L, 800L), pauses, daemon);
    }

    assertTrue(ends("return").stream().allMatch(line -> line.contains("exited with status 0;")));
    assertTrue(ends("throw").stream().allMatch(line -> line.contains("exited with status 1;")));
    brimd.awaitLine(LOG, "NOTICE daemon return has returned");
    String thrown = brimd.awaitLine(LOG, "no luck");
    assertTrue(
        thrown.contains(
            "ERROR UNCAUGHT EXCEPTION: wid:throw java.lang.IllegalStateException: no luck\\nat all;"
                + " caused by java.io.IOException: deeper -- at daemons.Tasks.run("),
        thrown);
    brimd.awaitLine(LOG, "UNCAUGHT EXCEPTION: wid:overflow java.lang.StackOverflowError");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void theStatisticsOfADaemonOutliveIt() {
    start("", "return", "wait");
    Await.until("three runs", () -> runs("return") >= 3);
    long before = brimd.stats().at("/daemons/wait/start_time").asLong();
    long age = Instant.now().getEpochSecond() - before;
    assertTrue(age >= 0 && age < 600, () -> "seconds since the start: " + age);
    assertEquals(1, runs("wait"));
    long victim = worker("wait").get("pid").asLong();
    Await.until("the next second", () -> Instant.now().getEpochSecond() > before);

    brimd.signal(victim, "KILL");

    Await.until("a second run", () -> runs("wait") == 2);
    assertTrue(
        brimd
            .awaitLine(LOG, "worker daemons/wait (pid " + victim + ") killed by SIGKILL")
            .contains("; restarting"));
    JsonNode daemons = brimd.stats().get("daemons");
    assertTrue(daemons.at("/wait/start_time").asLong() > before, daemons::toPrettyString);
    assertTrue(daemons.get("start_time") == null, "the daemons have no start of their own");
    assertTrue(daemons.get("runs") == null, "it is a statistic of each daemon");
    assertTrue(daemons.get("all_runs").asLong() >= 5, daemons::toPrettyString);
    assertTrue(daemons.get("last").asLong() >= 3, daemons::toPrettyString);
    Await.until("the new process", () -> worker("wait").get("state").asString().equals("ready"));
    assertEquals(1, worker("wait").get("restarts").asInt());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aShutdownTellsDaemonsToFinishAndInterruptsThoseThatDoNot() {
    start("graceful_timeout = 1s", "wait", "stubborn", "deaf");
    brimd.awaitLine(LOG, "wait does");
    brimd.awaitLine(LOG, "stubborn does");
    brimd.awaitLine(LOG, "deaf does");

    brimd.run("shutdown").exits(0);
    Await.until("the end of all processes", () -> Processes.of(brimd.home()).isEmpty());

    brimd.awaitLine(LOG, "wait was told to finish: true, daemons");
    brimd.awaitLine(LOG, "stubborn was interrupted");
    brimd.awaitLine(LOG, "WARNING daemon stubborn did not finish in time");
    brimd.awaitLine(LOG, "WARNING daemon deaf did not finish in time");
    assertEquals(List.of(), brimd.lines(LOG, "daemon wait did not finish in time"));
    assertEquals(List.of(), brimd.lines(LOG, "UNCAUGHT"));
    brimd.assertNothingLeft();
  }

  @Test
  void stopEndsDaemonsAtOnce() {
    start("graceful_timeout = 600s", "wait", "deaf");
    brimd.awaitLine(LOG, "deaf does");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aDaemonThatIsToldToFinishIsGoneBeforeItsSuccessorComes() {
    start("", "wait");
    brimd.awaitLine(LOG, "wait does");
    long first = worker("wait").get("pid").asLong();

    brimd.signal(first, "HUP");

    Await.until("another run", () -> brimd.lines(LOG, "wait does").size() == 2);
    List<String> lines =
        brimd.read(LOG).lines().filter(line -> line.contains(" INFO wait ")).toList();
    assertTrue(lines.get(1).contains("was told to finish"), lines::toString);
    assertFalse(Processes.isAlive(first));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aKilledSupervisorLeavesNoDaemon() {
    start("", "wait");
    brimd.awaitLine(LOG, "wait does");
    brimd.signal(brimd.pid(), "KILL");
    Await.until("the end of all processes", () -> Processes.of(brimd.home()).isEmpty());
    brimd.awaitLine(LOG, "wait was told to finish");
    brimd.started();
    brimd.stopped();
  }

  @Test
  void whatIsWrongWithAListOfDaemonsIsToldBeforeAnythingStarts() {
    conf("", "wait", "refuse", "clash");
    brimd.write(
        ".brimd.conf",
        brimd
                .read(".brimd.conf")
                .replace("daemons = wait", "workers = 2\ndaemons = wiat lost wait wait")
            + "\n[lost]\ninterval = 1\n[other]\ncall = daemons.Tasks\n"
            + "\n[daemons#more]\ndaemons = sample wrong clash other\nport = 80\nnice = 1\n"
            + "[sample]\ncall = brim.daemon_sample.DaemonSample\ninterval = 0\n"
            + "[wrong]\ncall = brim.tcp_echo.TCPEcho\n\n[daemons#none]\nlog_level = INFO\n");

    Outcome start = brimd.run("start").exits(1);

    for (String problem :
        List.of(
            "there is no section [wiat], did you mean [wait]?",
            "[lost] has no `call =` with the class of the daemon",
            "wait is in it twice",
            "[daemons] workers = 2: daemons listen nowhere and have one worker each, so leave it out",
            "[daemons#more] port = 80: daemons listen nowhere",
            "[daemons#none]: it has no `daemons =` with the names of its daemons",
            "[refuse] you must configure a task.",
            "[daemons#more] the statistic 'other' of clash needs another name",
            "[sample] interval = 0: expected a duration above 0",
            "[wrong] call = brim.tcp_echo.TCPEcho: expected a class that implements"
                + " Daemon.Factory or Daemon")) {
      assertTrue(start.terminal().contains(problem), () -> problem + " in\n" + start.terminal());
    }
    assertEquals(List.of(), Processes.of(brimd.home()));
    brimd.assertNothingLeft();
  }

  @Test
  void noDaemonRunsNoneAndSaysSo() {
    conf("", "wait", "throw");
    Program program = brimd.background("no-daemon");
    Await.until("the server", () -> !Ports.isFree(brimd.port()));
    assertEquals(null, brimd.stats().get("daemons"));
    brimd.signal(program.pid(), "TERM");
    Outcome outcome = program.outcome();
    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(
        outcome
            .terminal()
            .contains("[daemons] no-daemon runs no daemons: `brimd start` runs wait, throw\n"),
        outcome::toString);
    assertFalse(brimd.read(LOG).contains("does"), () -> brimd.read(LOG));
  }

  @Test
  void noDaemonEndsWhereThereIsNothingElse() {
    brimd.conf("[daemons]\ndaemons = sample\n[sample]\ncall = brim.daemon_sample.DaemonSample\n");
    Outcome outcome = brimd.run("no-daemon").exits(1);
    assertEquals(
        """
        [daemons] no-daemon runs no daemons: `brimd start` runs sample
        there is nothing else to run
        """,
        outcome.terminal());
  }

  @Test
  void theSampleLogsALineEverySoOftenAndCountsThem() {
    brimd.conf(
        """
        [brim]
        log_to = file:~/brim.log

        [daemons]
        daemons = sample

        [sample]
        call = net.brim.server.apps.DaemonSample
        interval = 100ms

        [wsgi]
        port = 8901
        apps = stats

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """);
    brimd.started();
    brimd.awaitLine(LOG, "INFO sample runs: line 3");
    JsonNode sample = brimd.stats().at("/daemons/sample");
    assertTrue(sample.get("iterations").asLong() >= 3, sample::toPrettyString);
    assertTrue(
        sample.get("last_run").asLong() >= sample.get("start_time").asLong(),
        sample::toPrettyString);
    brimd.run("shutdown").exits(0);
    brimd.assertNothingLeft();
  }
}

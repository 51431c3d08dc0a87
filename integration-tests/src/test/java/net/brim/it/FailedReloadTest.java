package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code brimd reload} that cannot be: all stays as it was. */
class FailedReloadTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  private final Versions versions = new Versions(brimd);

  @BeforeEach
  void deploy() throws IOException {
    versions.deploy(1);
  }

  private Outcome reloaded() {
    return brimd.run("reload").exits(0);
  }

  /** A reload that fails with that reason, after which those processes serve as before. */
  private Outcome refused(String reason) {
    List<Long> before = Processes.of(brimd.home());
    Outcome outcome = brimd.run("reload").exits(1);
    assertTrue(outcome.err().contains(reason), () -> reason + " in\n" + outcome);
    Await.until(
        () -> "the processes of before in\n" + brimd.read(LOG),
        () -> List.copyOf(Processes.of(brimd.home())).equals(before));
    brimd.awaitLine(LOG, reason.lines().findFirst().orElseThrow());
    return outcome;
  }

  private void end() {
    brimd.stopped();
    brimd.assertNothingLeft();
    assertEquals(List.of(), brimd.lines(LOG, "Exception"));
  }

  @Test
  void whatIsWrongWithTheConfigurationLeavesAllAsItWas() throws Exception {
    versions.conf("", "word = first", "");
    brimd.started();
    long worker = Long.parseLong(versions.ask("/pid"));

    versions.conf("", "fault = parse", "");
    refused("[versions] this is not what I want.\n");
    versions.conf("", "fault = clash", "");
    refused("request_count");
    versions.conf("", "fault = parse-exit", "");
    refused("the program that makes the plan could not run: the log says what it printed");
    versions.conf("", "", "[http#more]\nport = 8902\napps = lost\n");
    refused("[lost]");
    versions.conf("reload_serge = 1", "", "");
    refused("did you mean `reload_surge`?");
    brimd.write(".brimd.conf", brimd.read(".brimd.conf").replace("reload_serge = 1", "[http\n"));
    refused(".brimd.conf");
    versions.conf("", "", "[http#log]\nport = 8902\napps = echo\nlog_to = file:/proc/none\n");
    refused("[http#log] log_to: the log file /proc/none cannot be written");
    awaitFree(8902);
    Files.writeString(brimd.file("classes/versions/Versions.class"), "no class");
    versions.conf("", "", "");
    refused("[versions]");

    assertEquals(worker, Long.parseLong(versions.ask("/pid")));
    assertEquals("first", versions.ask("/word"));
    versions.deploy(2);
    reloaded();
    assertEquals("version 2", versions.ask("/version"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  /** A worker that ends may have the socket for a moment yet. */
  private void awaitFree(int port) {
    Await.until("port " + port + " to be free", () -> Ports.isFree(brimd.port(port)));
  }

  @Test
  void workersThatCannotStartLeaveAllAsItWas() throws Exception {
    versions.conf("start_timeout = 60s\nworkers = 2", "word = first", "");
    brimd.started();
    versions.ask("/word");
    long counted = brimd.stats().at("/http/request_count").asLong();
    String more = "[http#more]\nip = 127.0.0.1\nport = 8902\napps = versions echo\n";

    versions.conf("workers = 2", "fault = throw", more);
    refused("no luck");
    awaitFree(8902);
    versions.conf("workers = 2", "fault = exit", more);
    refused("exited with status 9 before it was ready");
    versions.conf("workers = 2", "fault = halt", more);
    refused("exited with status 8 before it was ready");
    versions.conf("start_timeout = 2s", "delay = 1m", more);
    refused("not ready after 2 s, which is start_timeout; killing it");
    awaitFree(8902);

    try (var busy = new ServerSocket(brimd.port(8902), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      versions.conf("", "", more);
      refused("[http#more] cannot listen on port %d of 127.0.0.1".formatted(busy.getLocalPort()));
    }
    assertEquals("first", versions.ask("/word"));
    assertTrue(brimd.stats().at("/http/request_count").asLong() > counted);
    assertEquals(2, brimd.status().get("workers").size());
    brimd.awaitLine(LOG, "reload: the workers of generation 1 stay");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aWorkerThatIsReadyServesNobodyBeforeTheOthersAre() throws Exception {
    versions.conf("start_timeout = 60s\nworkers = 2", "word = first", "");
    brimd.started();
    versions.conf(
        "start_timeout = 3s\nworkers = 2",
        "word = second\nfault = second-hangs\nstarts = ~/starts",
        "");
    Program reload = brimd.background("reload");
    Await.until("one that is ready", () -> brimd.lines(LOG, " ready after ").size() == 3);
    while (reload.isAlive()) {
      assertEquals("first", versions.ask("/word"));
    }
    assertTrue(reload.outcome().exits(1).err().contains("not ready after 3 s"));
    assertEquals("first", versions.ask("/word"));
    end();
  }

  @Test
  void anAppThatHangsWhileItsConfigurationIsReadIsGivenUp() throws Exception {
    versions.conf("start_timeout = 3s", "word = first", "");
    brimd.started();
    versions.conf("start_timeout = 3s", "fault = parse-hang", "");
    refused("the configuration and its apps are not read after 3 s, which is start_timeout");

    // And nothing of it outlives a stop.
    versions.conf("start_timeout = 60s", "word = second", "");
    reloaded();
    versions.conf("start_timeout = 60s", "fault = parse-hang", "");
    int calm = 2; // the supervisor and its worker
    Await.until("one worker alone", () -> Processes.of(brimd.home()).size() == calm);
    Program reload = brimd.background("reload");
    Await.until("the third reload", () -> brimd.lines(LOG, " reloading").size() == 3);
    Program queued = brimd.background("scale", "http", "2");
    Await.until("its place in the queue", () -> queued.out().contains("waiting for the change"));
    Await.until("the reading", () -> Processes.of(brimd.home()).size() >= calm + 3);
    brimd.stopped();
    for (Program asked : List.of(reload, queued)) {
      Outcome outcome = asked.outcome().exits(1);
      assertTrue(outcome.err().contains("the server"), outcome::toString);
    }
    brimd.assertNothingLeft();
  }

  @Test
  void anAppThatHangsWhileItsConfigurationIsReadDoesNotOutliveAKilledSupervisor() throws Exception {
    versions.conf("start_timeout = 60s", "word = first", "");
    brimd.started();
    versions.conf("start_timeout = 60s", "fault = parse-hang", "");
    int calm = Processes.of(brimd.home()).size();
    Program reload = brimd.background("reload");
    brimd.awaitLine(LOG, "reloading");
    Await.until("the reading", () -> Processes.of(brimd.home()).size() >= calm + 2);
    brimd.signal(brimd.pid(), "KILL");
    assertTrue(reload.outcome().exits(1).err().contains("the supervisor does not answer"));
    Await.until("the end of all", () -> Processes.of(brimd.home()).isEmpty());
    versions.conf("", "word = first", "");
    brimd.started();
    end();
  }

  @Test
  void oneAtATimeAndBackWhereTheSecondFails() throws Exception {
    versions.conf("reload_surge = 1\nworkers = 3", "word = first", "");
    brimd.started();
    versions.conf("reload_surge = 1\nworkers = 3", "word = second", "");
    reloaded();
    assertEquals("second", versions.ask("/word"));
    List<String> ready = brimd.lines(LOG, " ready after ");
    assertEquals(6, ready.size(), ready::toString);

    try (NewConnections load = NewConnections.start(brimd.port(), "/word", 2)) {
      load.awaitMore(10);
      versions.conf("reload_surge = 1\nworkers = 3", "fault = second\nstarts = ~/starts", "");
      Outcome reload = brimd.run("reload").exits(1);
      assertTrue(reload.err().contains("I am the second"), reload::toString);
      load.awaitMore(10);
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    Await.until("three workers alone", () -> brimd.status().get("workers").size() == 3);
    assertEquals(3, brimd.ready());
    for (int i = 0; i < 6; i++) {
      assertEquals("second", versions.ask("/word"));
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void mendsAServerWhoseWorkersCannotBeRestarted() throws Exception {
    versions.conf("workers = 2", "word = first", "");
    brimd.started();
    Files.delete(brimd.file("classes/versions/Versions.class"));
    brimd.signal(brimd.worker(0).get("pid").asLong(), "KILL");
    brimd.awaitLine(LOG, "killed by SIGKILL");
    Await.until("a worker that cannot start", () -> brimd.lines(LOG, "restarting in ").size() >= 2);
    brimd.run("scale", "http", "1").exits(0);
    versions.deploy(2);
    reloaded();
    assertEquals("version 2", versions.ask("/version"));
    assertEquals(2, brimd.ready());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aFailedReloadCutsOffNoRequestOfTheWorkersThatItHadStarted() {
    // The first worker of the new generation serves when the second fails.
    versions.conf("workers = 2\nreload_surge = 1", "", "");
    brimd.started();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 3)) {
      load.awaitMore(20);
      versions.conf("workers = 2\nreload_surge = 1", "fault = second\nstarts = ~/starts", "");
      Outcome outcome = brimd.run("reload").exits(1);
      assertTrue(outcome.err().contains("I am the second"), outcome::toString);
      load.awaitMore(20);
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}

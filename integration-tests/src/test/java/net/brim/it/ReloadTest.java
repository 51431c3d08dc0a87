package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code brimd reload}: what it replaces, and what it keeps. */
class ReloadTest {

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

  private void end() {
    brimd.stopped();
    brimd.assertNothingLeft();
    assertEquals(List.of(), brimd.lines(LOG, "Exception"));
  }

  // --- what is new ---

  @Test
  void saysAsJsonWhatCameOfIt() throws Exception {
    versions.conf("workers = 2", "", "");
    brimd.started();
    JsonNode reloaded = Brimd.json(brimd.run("reload", "--json").exits(0).out());
    assertEquals("reload", reloaded.get("command").asString());
    assertEquals(0, reloaded.get("status").asInt());
    assertEquals(2, reloaded.get("generation").asInt());
    assertEquals(2, reloaded.at("/workers/http").asInt());
    assertEquals(
        "[http] listening on http://127.0.0.1:%d with 2 workers".formatted(brimd.port()),
        reloaded.at("/messages/0").asString());
    assertEquals(0, reloaded.get("errors").size());

    JsonNode scaled = Brimd.json(brimd.run("scale", "--json", "http", "1").exits(0).out());
    assertEquals("scale", scaled.get("command").asString());
    assertEquals(1, scaled.at("/workers/http").asInt());
    JsonNode refused = Brimd.json(brimd.run("scale", "http", "0", "--json").exits(1).out());
    assertEquals(1, refused.get("status").asInt());
    assertEquals(1, refused.at("/workers/http").asInt());
    assertTrue(refused.at("/errors/0").asString().startsWith("[http] cannot have 0 workers"));

    versions.conf("workers = 2", "fault = throw", "");
    JsonNode broken = Brimd.json(brimd.run("reload", "--json").exits(1).out());
    assertEquals(2, broken.get("generation").asInt());
    assertTrue(broken.get("errors").toString().contains("no luck"), broken::toString);
    brimd.stopped();
    JsonNode nobody = Brimd.json(brimd.run("reload", "--json").exits(3).out());
    assertEquals("not running", nobody.at("/errors/0").asString());
  }

  @Test
  void servesTheNewConfigurationAndTheNewClassesWhileAnOldRequestFinishes() throws Exception {
    versions.conf("workers = 2", "word = ${env:HOME} first", "");
    brimd.started();
    assertEquals(brimd.home() + " first", versions.ask("/word"));
    long supervisor = brimd.pid();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      versions.deploy(2);
      versions.conf("workers = 2", "word = ${env:HOME} second", "");

      Outcome reload = reloaded();

      assertEquals(
          "[http] listening on http://127.0.0.1:%d with 2 workers\n".formatted(brimd.port()),
          reload.out());
      assertEquals("", reload.err());
      for (int i = 0; i < 10; i++) {
        assertEquals("version 2", versions.ask("/version"));
        assertEquals(brimd.home() + " second", versions.ask("/word"));
      }
      assertFalse(response.isDone());
      assertEquals(3, brimd.status().get("workers").size(), "one finishes beside the two");
      held.goOn();
      assertEquals("awaited\n", response.get(30, TimeUnit.SECONDS).text());
    }
    Await.until("the end of the old worker", () -> brimd.status().get("workers").size() == 2);
    assertEquals(supervisor, brimd.pid());
    assertEquals(0, brimd.worker(0).get("restarts").asInt());
    brimd.awaitLine(LOG, "generation 2 serves in place of generation 1");
    brimd.run("force-reload").exits(0);
    brimd.awaitLine(LOG, "generation 3 serves in place of generation 2");
    end();
  }

  @Test
  void replacesAllKindsOfSubserversAndNeverHasTwoOfADaemon() throws Exception {
    String rest =
        """
        [tcp]
        ip = 127.0.0.1
        port = 8902
        call = brim.tcp_echo.TCPEcho

        [udp]
        ip = 127.0.0.1
        port = 8903
        workers = 2
        call = brim.udp_echo.UDPEcho

        [daemons]
        daemons = alone

        [alone]
        call = versions.Versions$Alone
        place = ~/alone
        """;
    versions.conf("", "", rest);
    brimd.started();
    brimd.awaitLine(LOG, "alone begins");
    List<Long> before = Processes.of(brimd.home());
    try (RawClient old = RawClient.connect(brimd.port(8902));
        UdpClient datagrams = UdpClient.to(brimd.port(8903))) {
      assertEquals("one", new String(old.send("one").exactly(3), StandardCharsets.UTF_8));
      assertEquals("one", datagrams.ask("one"));

      // Three at once, of which the later two find the daemon of the first still on its way out.
      List<Program> reloads =
          List.of(
              brimd.background("reload"), brimd.background("reload"), brimd.background("reload"));
      reloads.forEach(reload -> reload.outcome().exits(0));

      assertEquals("two", datagrams.ask("two"));
      try (RawClient fresh = RawClient.connect(brimd.port(8902))) {
        assertEquals("new", new String(fresh.send("new").exactly(3), StandardCharsets.UTF_8));
      }
    }
    Await.until("the new daemon", () -> brimd.lines(LOG, "alone begins").size() >= 2);
    Await.until(
        "the end of all old workers",
        () -> Processes.of(brimd.home()).stream().filter(before::contains).count() == 1);
    brimd.awaitLine(LOG, "generation 4 serves in place of generation 3");
    assertEquals(List.of(), brimd.lines(LOG, "is not alone"));
    end();
  }

  @Test
  void keepsAnAddressBindsANewOneAndGivesUpAThird() throws Exception {
    String other = "[http#other]\nip = 127.0.0.1\nport = %d\napps = echo stats\n";
    versions.conf("", "", other.formatted(8902));
    brimd.started();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      versions.conf("", "", other.formatted(8903));
      reloaded();
      assertEquals(404, RawClient.get(brimd.port(8903), "/").status());
      assertEquals("version 1", versions.ask("/version"));
      Await.until("the old port to be free", () -> Ports.isFree(brimd.port(8902)));
      held.goOn();
      assertEquals(200, response.get(30, TimeUnit.SECONDS).status());
    }

    // A whole section goes, and with it its port, though its generation still finishes a request.
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      versions.conf("", "", "");
      Program reload = brimd.background("reload");
      while (reload.isAlive()) {
        brimd.run("status", "-v").exits(0);
      }
      reload.outcome().exits(0);
      Await.until("the port of no section to be free", () -> Ports.isFree(brimd.port(8903)));
      assertThrows(IOException.class, () -> RawClient.get(brimd.port(8903), "/"));
      held.goOn();
      assertEquals(200, response.get(30, TimeUnit.SECONDS).status());
    }
    end();
  }

  @Test
  void takesCommandsFromAnywhereAndReadsTheFilesThatWereNamedAtTheStart() throws Exception {
    versions.conf("", "word = first", "");
    Files.createDirectories(brimd.file("etc"));
    Files.move(brimd.file(".brimd.conf"), brimd.file("etc/brimd.conf"));
    brimd.write(
        "etc/brimd.conf", brimd.read("etc/brimd.conf").replace("= classes", "= ../classes"));
    brimd.run("start", "-c", "etc/brimd.conf").exits(0);
    brimd.write("etc/brimd.conf", brimd.read("etc/brimd.conf").replace("= first", "= second"));

    Outcome reload =
        brimd
            .start(
                List.of(Distribution.brimd().toString(), "reload", "-c", "brimd.conf"),
                brimd.file("etc"))
            .outcome();

    reload.exits(0);
    assertEquals("second", versions.ask("/word"));
    Outcome wrong = brimd.run("reload", "-c", "etc/bromd.conf").exits(1);
    assertTrue(wrong.err().startsWith("No configuration found.\n"), wrong::toString);
    brimd.run("stop", "-c", "etc/brimd.conf").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void saysThatThereIsNobodyToTell() {
    versions.conf("", "", "");
    assertEquals("not running\n", brimd.run("reload").exits(3).err());
    assertEquals("not running\n", brimd.run("scale", "http", "2").exits(3).err());
    assertEquals(
        "brimd: without a control socket nobody can be told to reload\n",
        brimd.run("reload", "-p", "-").exits(1).err());
  }

  @Test
  void worksWithoutAPidFileWhereAControlSocketIsNamed() throws Exception {
    versions.conf("control_socket = ~/control.sock", "word = first", "");
    Program server = brimd.background("start", "--foreground", "-p", "-");
    Await.until("the server", () -> !Ports.isFree(brimd.port()));
    assertEquals("first", versions.ask("/word"));
    versions.conf("control_socket = ~/control.sock", "word = second", "");
    brimd.run("reload", "-p", "-").exits(0);
    assertEquals("second", versions.ask("/word"));
    brimd.signal(server.pid(), "TERM");
    server.outcome().exits(0);
    assertEquals("not running\n", brimd.run("reload", "-p", "-").exits(3).err());
    brimd.assertNothingLeft();
  }

  @Test
  void workersMayTakeAsLongAsTheNewConfigurationSays() throws Exception {
    versions.conf("start_timeout = 4s", "", "");
    brimd.started();
    versions.conf("start_timeout = 60s", "delay = 5s", "");
    reloaded();
    end();
  }

  @Test
  void whatOnlyAStartChangesIsSaid() {
    versions.conf("", "", "");
    brimd.started();
    versions.conf("umask = 0077\nerrorlog = ~/error.log\ndetach = no\nuser = nobody", "", "");
    assertEquals(
        List.of(
            "[brim] user stays as it was: a stop and a start change it",
            "[brim] umask stays as it was: a stop and a start change it",
            "[brim] errorlog stays as it was: a stop and a start change it",
            "[brim] detach stays as it was: a stop and a start change it"),
        reloaded().outLines().stream().filter(line -> line.startsWith("[brim]")).toList());
    end();
  }

  // --- how many, and in which order ---

  @Test
  void changesTheNumberOfWorkersUnderLoadAndCountsOn() {
    versions.conf("", "", "");
    brimd.started();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 3)) {
      load.awaitMore(20);
      for (int workers : List.of(3, 1, 2)) {
        versions.conf("workers = " + workers, "", "");
        reloaded();
        assertEquals(workers, brimd.ready());
        load.awaitMore(20);
      }
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
      Await.until(
          "every answer counted",
          () -> brimd.stats().at("/http/status_2xx_count").asLong() >= load.answered());
    }
    end();
  }

  @Test
  void growsStepByStep() {
    versions.conf("reload_surge = 2\nworkers = 2", "", "");
    brimd.started();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      load.awaitMore(10);
      versions.conf("reload_surge = 2\nworkers = 4", "", "");
      assertTrue(reloaded().out().endsWith("with 4 workers\n"));
      load.awaitMore(20);
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    assertEquals(4, brimd.ready());
    end();
  }

  @Test
  void whatIsCountedByOtherNamesStaysExact() throws Exception {
    versions.conf("workers = 2", "fault = old-count", "");
    brimd.started();
    for (int i = 0; i < 5; i++) {
      versions.ask("/count-old");
    }
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      versions.conf("workers = 2", "fault = new-count", "");
      reloaded();
      for (int i = 0; i < 3; i++) {
        versions.ask("/count-new");
      }
      held.goOn();
      assertEquals(200, response.get(30, TimeUnit.SECONDS).status());
    }
    Await.until("the end of the old worker", () -> brimd.status().get("workers").size() == 2);
    assertEquals(8, brimd.stats().at("/http/both").asLong());
    assertEquals(3, brimd.stats().at("/http/new").asLong());
    assertTrue(brimd.stats().at("/http/old").isMissingNode());
    // 5 + 1 held + 3, and those to /stats
    assertEquals(9 + 3, brimd.stats().at("/http/request_count").asLong());
    end();
  }

  @Test
  void waitsForItsTurnAndForGenerationsThatFinish() throws Exception {
    versions.conf("", "word = 0", "");
    brimd.started();
    var held = new ArrayList<Workbench.Held>();
    var responses = new ArrayList<CompletableFuture<RawClient.Response>>();
    for (int i = 1; i <= 3; i++) {
      held.add(new Workbench.Held(brimd));
      responses.add(held.getLast().response());
      versions.conf("", "word = " + i, "");
      reloaded();
      assertEquals("" + i, versions.ask("/word"));
    }
    versions.conf("", "word = 4", "");
    Program reload = brimd.background("reload");
    Program second = brimd.background("reload");
    String waits = "waiting for workers of 3 generations to finish";
    Await.until(
        () ->
            "word of the wait; there is " + reload.terminal() + second.terminal() + brimd.read(LOG),
        () -> (reload.out() + second.out()).contains(waits));
    assertEquals("3", versions.ask("/word"));
    held.getFirst().goOn();
    reload.outcome().exits(0);
    assertEquals("4", versions.ask("/word"));
    for (Workbench.Held one : held.subList(1, 3)) {
      one.goOn();
    }
    second.outcome().exits(0);
    for (int i = 0; i < 3; i++) {
      assertEquals("awaited\n", responses.get(i).get(30, TimeUnit.SECONDS).text());
      held.get(i).close();
    }
    end();
  }

  @Test
  void aWorkerThatIsBeingReplacedDoesNotMindAReload() throws Exception {
    versions.conf("", "delay = 3s", "");
    brimd.started();
    long first = brimd.worker(0).get("pid").asLong();
    brimd.signal(first, "HUP");
    brimd.awaitLine(LOG, "is replaced: SIGHUP");
    versions.conf("", "", "");
    reloaded();
    Await.until("one worker alone", () -> brimd.status().get("workers").size() == 1);
    assertNotEquals(first, brimd.worker(0).get("pid").asLong());
    assertEquals("version 1", versions.ask("/version"));
    end();
  }

  // --- nothing lost, nothing left ---

  @Test
  void clientsOfAllKindsNoticeNothing() throws Exception {
    versions.conf("workers = 2", "", "");
    brimd.started();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2);
        var pipeline = new PipelinedClient(brimd.port())) {
      load.awaitMore(20);
      for (int i = 0; i < 4; i++) {
        pipeline.awaitMore(5);
        reloaded();
        load.awaitMore(20);
      }
      long first = brimd.worker(0).get("pid").asLong();
      brimd.signal(first, "HUP");
      Await.until("the end of a worker", () -> !Processes.isAlive(first));
      load.awaitMore(20);
      load.end();
      pipeline.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
      assertEquals(List.of(), pipeline.broken());
      assertEquals(0, pipeline.closed());
      // Nobody else counts: the answers of /hello are as many as the clients got.
      assertEquals(
          load.answered() + pipeline.answered(),
          brimd.stats().at("/http/status_2xx_count").asLong());
    }
    end();
  }

  @Test
  void theOnlyWorkerIsReplacedWithoutAGap() {
    versions.conf("", "", "");
    brimd.started();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      for (int i = 0; i < 3; i++) {
        load.awaitMore(20);
        long worker = brimd.worker(0).get("pid").asLong();
        brimd.signal(worker, "HUP");
        Await.until("the end of the worker", () -> !Processes.isAlive(worker));
      }
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    assertEquals(0, brimd.worker(0).get("restarts").asInt());
    end();
  }

  @Test
  void tenReloadsLeaveNothingBehind() throws Exception {
    versions.conf(
        "workers = 1", "", "[udp]\nip = 127.0.0.1\nport = 8903\ncall = brim.udp_echo.UDPEcho\n");
    brimd.started();
    String after3 = "";
    for (int i = 1; i <= 10; i++) {
      reloaded();
      if (i == 3) {
        after3 = belongings();
      }
    }
    assertEquals(after3, belongings());
    assertEquals(2, brimd.status().get("workers").size());
    assertEquals(2, brimd.ready());
    end();
  }

  /**
   * Kinds of descriptors, threads and shared mappings of the supervisor, when only it and two
   * workers are left.
   */
  private String belongings() {
    Await.until("two workers alone", () -> brimd.status().get("workers").size() == 2);
    var seen = new AtomicReference<String>("");
    Await.until(
        "a supervisor at rest",
        () -> {
          String now = Processes.belongings(brimd.pid());
          return now.equals(seen.getAndSet(now)) && Processes.zombies(brimd.pid()) == 0;
        });
    return seen.get();
  }
}

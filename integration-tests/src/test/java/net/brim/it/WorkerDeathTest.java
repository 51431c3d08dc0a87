package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Workers and supervisors that end without being asked to. */
class WorkerDeathTest {

  private static final String LOG = "brim.log";
  private static final int CLIENTS = 4;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void start() {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        workers = 2
        graceful_timeout = 20s

        [http]
        port = 8901
        apps = workbench echo stats
        access_log = off

        %s
        """
            .formatted(
                Workbench.classpath(),
                Workbench.SECTION.replace("[echo]", "broken = ~/broken\n\n[echo]")));
    brimd.started();
  }

  @Test
  void aWorkerKilledUnderLoadIsReplacedAndNoConnectionIsRefused() {
    Program wrk = startWrk();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", CLIENTS)) {
      load.awaitMore(200);
      long victim = brimd.worker(0).get("pid").asLong();
      long before = requestCount();
      brimd.signal(victim, "KILL");

      Await.until("a new worker", () -> isReadyAfter(victim, 0));
      load.awaitMore(200);

      assertEquals(List.of(), load.refused());
      assertTrue(
          load.broken().size() <= CLIENTS,
          () -> "broken beside those in progress: " + load.broken());
      assertTrue(requestCount() >= before + 200, "the sums go on");
      load.end();
      Await.until("every answered request counted", () -> requestCount() >= load.answered());
      assertEquals(1, brimd.worker(0).get("restarts").asInt());
      assertEquals(0, brimd.worker(1).get("restarts").asInt());
      assertTrue(brimd.awaitLine(LOG, "killed by SIGKILL").contains("http/0 (pid " + victim + ")"));
      Outcome table = brimd.run("status", "-v").exits(0);
      assertTrue(
          table.outLines().stream().anyMatch(line -> line.matches("http/0 +\\d+ +ready .*")),
          table::toString);
    } finally {
      wrk.close();
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void withEveryWorkerDeadConnectionsWaitForTheNext() throws IOException {
    List<Long> victims = List.of(pid(0), pid(1));
    victims.forEach(pid -> brimd.signal(pid, "KILL"));

    for (int i = 0; i < 8; i++) {
      assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    }

    Await.until("two new workers", () -> isReadyAfter(victims.get(0), 0));
    Await.until("two new workers", () -> isReadyAfter(victims.get(1), 1));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aWorkerThatCannotStartIsBackedOffWhileTheOtherServes() throws IOException {
    brimd.write("broken", "");
    brimd.signal(pid(0), "KILL");
    brimd.awaitLine(LOG, "killed by SIGKILL; restarting");
    Instant start = Instant.now();
    try (NewConnections load = NewConnections.start(brimd.port(), "/slot", 1)) {
      Await.until("four deaths", () -> restarts().size() >= 4);
      load.awaitMore(50);

      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    assertEquals("1\n", RawClient.get(brimd.port(), "/slot").text());
    long elapsed = Duration.between(start, Instant.now()).toMillis();
    List<Long> pauses =
        restarts().stream()
            .map(line -> line.replaceAll(".*restarting in (.*) \\(it ran for .*", "$1"))
            .map(WorkerDeathTest::millis)
            .toList();
    for (int i = 1; i < pauses.size(); i++) {
      assertTrue(pauses.get(i) >= 2 * pauses.get(i - 1), "each pause is twice as long: " + pauses);
    }
    long waited = pauses.subList(0, pauses.size() - 1).stream().mapToLong(Long::longValue).sum();
    assertTrue(elapsed >= waited, () -> "in %d ms these pauses: %s".formatted(elapsed, pauses));
    brimd.awaitLine(LOG, "/broken exists");

    Files.delete(brimd.file("broken"));

    Await.until("the worker", () -> brimd.worker(0).get("state").asString().equals("ready"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void connectionsThatWaitAtAWorkerThatCannotComeBackAreServedByTheOther() throws IOException {
    brimd.freeze(pid(0)); // its socket goes on taking connections
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 40; i++) {
        String request = "GET /slot HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        clients.add(RawClient.connect(brimd.port()).send(request));
      }
      brimd.write("broken", "");
      brimd.signal(pid(0), "KILL");
      for (RawClient client : clients) {
        assertEquals("1\n", client.read().text());
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void anAppThatEndsItsProcessTakesOnlyItsOwnWorkerDown() throws IOException {
    List<Long> before = List.of(pid(0), pid(1));

    assertThrows(IOException.class, () -> RawClient.get(brimd.port(), "/halt"));

    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.awaitLine(LOG, "exited with status 3");
    Await.until("both workers", () -> readyWorkers() == 2);
    assertEquals(1, before.stream().filter(List.of(pid(0), pid(1))::contains).count());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aKilledSupervisorLeavesNoProcessAfterTheDrain() throws Exception {
    long supervisor = brimd.pid();
    CompletableFuture<RawClient.Response> response;
    try (var held = new Workbench.Held(brimd)) {
      response = held.response();
      brimd.signal(supervisor, "KILL");
      Await.until(
          "closed listeners and one worker that finishes",
          () -> Ports.isFree(brimd.port()) && Processes.of(brimd.home()).size() == 1);
      assertEquals(supervisor + " is not running\n", brimd.run("status").exits(1).terminal());
      held.goOn();
      assertEquals("awaited\n", response.get(30, TimeUnit.SECONDS).text());
    }
    Await.until("the end of all workers", () -> Processes.of(brimd.home()).isEmpty());

    brimd.started();

    assertNotEquals(supervisor, brimd.pid());
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aWorkerThatIsToldToFinishIsReplacedFirst() throws Exception {
    long first = pid(0);
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      load.awaitMore(20);
      brimd.signal(first, "HUP");
      Await.until("a new worker", () -> isReadyAfter(first, 0));
      Await.until("the end of the old one", () -> !Processes.isAlive(first));
      load.awaitMore(20);
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private Program startWrk() {
    List<String> command =
        Clients.has("wrk")
            ? List.of("wrk", "-t1", "-c8", "-d60s", "http://127.0.0.1:" + brimd.port() + "/echo")
            : List.of("true");
    return brimd.start(command, brimd.home());
  }

  private long pid(int slot) {
    return brimd.worker(slot).get("pid").asLong();
  }

  private boolean isReadyAfter(long pid, int slot) {
    JsonNode worker = brimd.worker(slot);
    return worker.get("pid").asLong() != pid && worker.get("state").asString().equals("ready");
  }

  private int readyWorkers() {
    int ready = 0;
    for (JsonNode worker : brimd.status().get("workers")) {
      ready += worker.get("state").asString().equals("ready") ? 1 : 0;
    }
    return ready;
  }

  private long requestCount() {
    return brimd.stats().at("/http/request_count").asLong();
  }

  private List<String> restarts() {
    return brimd.lines(LOG, "; restarting in ");
  }

  /** Of a pause as the log says it, such as {@code 400 ms} or {@code 1.6 s}. */
  private static long millis(String pause) {
    String[] parts = pause.split(" ", -1);
    double number = Double.parseDouble(parts[0]);
    return Math.round(parts[1].equals("ms") ? number : number * 1000);
  }
}

package net.brim.it;

import static net.brim.it.HttpProtocolTest.get;
import static net.brim.it.HttpProtocolTest.post;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What apps may do to each other under each {@code workermodel}. */
class WorkerModelsTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int virtual;
  private static int threaded;
  private static int single;
  private static int full;

  @TempDir private Path first;
  @TempDir private Path second;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        hubs = 1

        [http#virtual]
        port = 8901
        concurrent_per_worker = 2000
        apps = workbench stats

        [http#threaded]
        port = 8902
        apps = workbench
        workermodel = threaded
        minspare = 2
        maxspare = 3

        [http#single]
        port = 8903
        apps = workbench
        workermodel = single

        [http#full]
        port = 8904
        apps = workbench
        workermodel = threaded
        minspare = 0
        maxthreads = 1
        maxqueue = 1

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
    virtual = BRIMD.port(8901);
    threaded = BRIMD.port(8902);
    single = BRIMD.port(8903);
    full = BRIMD.port(8904);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  @Test
  void oneHubServesAThousandRequestsThatWaitForEachOther() throws IOException {
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 1000; i++) {
        clients.add(RawClient.connect(virtual).send(get("/meet")));
      }
      for (RawClient client : clients) {
        assertEquals("met\n", client.read().text());
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void anAppThatBurnsItsThreadLeavesTheOthersTheirs() throws IOException {
    try (RawClient burning = RawClient.connect(threaded).send(get("/burn" + first))) {
      Await.until("the app burns", () -> Files.exists(first.resolve("entered")));
      assertEquals("hello\n", RawClient.get(threaded, "/hello").text());
      Files.createFile(first.resolve("go"));
      assertEquals("burnt\n", burning.read().text());
    }
  }

  @Test
  void aBodyIsMadeOnThePoolToo() throws IOException {
    assertTrue(RawClient.get(threaded, "/thread").text().startsWith("apps-"));
    assertEquals("\n", RawClient.get(virtual, "/thread").text());
  }

  @Test
  void singleServesOneRequestAtATime() throws IOException {
    try (RawClient one = RawClient.connect(single).send(get("/await" + first));
        RawClient two = RawClient.connect(single)) {
      Await.until("the first runs", () -> Files.exists(first.resolve("entered")));
      two.send(get("/await" + second));
      Await.until("the second waits", () -> stat("http#single", "requests_queued") == 1);
      assertTrue(Files.notExists(second.resolve("entered")));
      Files.createFile(second.resolve("go"));
      Files.createFile(first.resolve("go"));
      assertEquals("awaited\n", one.read().text());
      assertEquals("awaited\n", two.read().text());
    }
  }

  @Test
  void aRequestThatFindsNoThreadAndNoQueueIsToldToComeBack() throws IOException {
    try (RawClient one = RawClient.connect(full).send(get("/await" + first));
        RawClient two = RawClient.connect(full);
        RawClient three = RawClient.connect(full)) {
      Await.until("the first runs", () -> Files.exists(first.resolve("entered")));
      two.send(get("/hello"));
      Await.until("the second waits", () -> stat("http#full", "requests_queued") == 1);
      three.send(get("/hello"));
      RawClient.Response refused = three.read();
      assertEquals(503, refused.status());
      assertEquals("1", refused.header("Retry-After"));
      Files.createFile(first.resolve("go"));
      assertEquals("awaited\n", one.read().text());
      assertEquals("hello\n", two.read().text());
      three.send(get("/hello"));
      assertEquals("hello\n", three.read().text());
    }
    BRIMD.awaitLine("brim.log", "/hello: 1 threads are busy and 1 tasks wait");
  }

  @Test
  void aPoolReadsAndWritesBodiesAndKeepsTheOrder() throws IOException {
    String large = "x".repeat(300_000);
    try (RawClient client = RawClient.connect(threaded)) {
      client.send(post("/length", large) + get("/bytes/70000") + get("/zeros/200000"));
      client.send(get("/throw/pool") + post("/ignore", "unread") + get("/chunks"));
      assertEquals("300000\n", client.read().text());
      assertEquals(70_000, client.read().body().length);
      assertArrayEquals(new byte[200_000], client.read().body());
      assertEquals(500, client.read().status());
      assertEquals("ignored\n", client.read().text());
      assertEquals("one,two", client.read().text());
    }
  }

  @Test
  void linesOfThePoolCarryTheirTransaction() throws IOException {
    try (RawClient client = RawClient.connect(threaded)) {
      client.send("GET /log/pool HTTP/1.1\r\nHost: a\r\nX-Txn: pool-1\r\n\r\n");
      assertEquals("logged\n", client.read().text());
    }
    assertTrue(BRIMD.awaitLine("brim.log", "seen pool").contains("txn:pool-1"));
  }

  @Test
  void theStatisticsShowThePool() throws IOException {
    Await.until("the spare threads", () -> stat("http#threaded", "threads") >= 2);
    Await.until("no more than that are spare", () -> stat("http#threaded", "idle_threads") <= 3);
    assertEquals(1, stat("http#single", "threads"));
  }

  private static long stat(String section, String name) throws IOException {
    return Brimd.json(RawClient.get(virtual, "/stats").text())
        .path(section)
        .path("0")
        .path(name)
        .asLong();
  }
}

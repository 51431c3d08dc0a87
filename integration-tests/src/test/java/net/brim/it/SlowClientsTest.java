package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Clients that take their time, or more than that: back-pressure, patience and its end. */
class SlowClientsTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static final int SMALL = 16 * 1024;
  private static final int LARGE = 24_000_000;

  private static Path file = Path.of("");
  private static int port;
  private static int impatient;
  private static int hasty;
  private static int brief;
  private static int trickling;

  @BeforeAll
  static void start() throws IOException {
    Path classes = BRIMD.file("classes");
    Apps.compile(classes, Apps.source("unruly/Unruly.java"));
    BRIMD.conf(
        """
        [brim]
        classpath = %s %s
        log_to = file:~/brim.log

        [http#main]
        port = 8902
        apps = workbench unruly

        [http#impatient]
        port = 8903
        apps = workbench
        keepalive_timeout = 200ms

        [http#hasty]
        port = 8904
        apps = workbench unruly
        timeout = 300ms

        [http#brief]
        port = 8905
        apps = unruly
        timeout = 1s
        keepalive_timeout = 1s
        header_timeout = 1s

        [http#trickling]
        port = 8906
        apps = workbench
        header_timeout = 60s

        [http#stats]
        port = 8901
        apps = stats

        [unruly]
        call = unruly.Unruly

        %s
        """
            .formatted(Workbench.classpath(), classes, Workbench.SECTION));
    BRIMD.started();
    port = BRIMD.port(8902);
    impatient = BRIMD.port(8903);
    hasty = BRIMD.port(8904);
    brief = BRIMD.port(8905);
    trickling = BRIMD.port(8906);
    file = Files.write(BRIMD.file("large"), new byte[LARGE]);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  private static String get(String path) {
    return HttpProtocolTest.get(path);
  }

  private static void skipHead(RawClient client) throws IOException {
    assertEquals("HTTP/1.1 200 OK", client.line());
    while (!client.line().isEmpty()) {
      // The fields do not matter here.
    }
  }

  // --- patience ---

  /** A thread would have a stack, for as long as the client likes. */
  @Test
  void headsThatTrickleHoldNoThreads() throws IOException {
    String begun = "GET /hello HTTP/1.1\r\nHost: a\r\nX-S";
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 100; i++) {
        clients.add(RawClient.connect(trickling).send(begun));
      }
      Await.until(
          "all have begun",
          () -> BRIMD.stats().at("/http#trickling/bytes_read").asInt() == 100 * begun.length());
      Await.until("few threads", () -> virtualThreads("http#trickling") < 10);
      for (RawClient client : clients) {
        client.send("low: ");
      }
      for (RawClient client : clients) {
        assertEquals("hello\n", client.send("very\r\n\r\n").read().text());
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  /** Those of the worker of that section. */
  private static long virtualThreads(String section) throws IOException {
    long worker = 0;
    for (JsonNode each : BRIMD.status().get("workers")) {
      worker = each.get("section").asString().equals(section) ? each.get("pid").asLong() : worker;
    }
    Path dump = BRIMD.file("threads");
    Files.deleteIfExists(dump);
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    BRIMD
        .start(List.of(jcmd, "" + worker, "Thread.dump_to_file", "" + dump), BRIMD.home())
        .outcome()
        .exits(0);
    try (Stream<String> lines = Files.lines(dump)) {
      return lines.filter(line -> line.startsWith("#") && line.contains(" virtual")).count();
    }
  }

  /** However often its thread begins again. */
  @Test
  void aHeadOfManyLinesMayComeLineByLine() throws IOException {
    try (RawClient client = RawClient.connect(trickling)) {
      client.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
      for (int i = 0; i < 40; i++) {
        pause(2); // so that the lines come one by one, as a rule
        client.send("X-" + i + ": y\r\n");
      }
      assertEquals("hello\n", client.send("\r\n").read().text());
      assertEquals("hello\n", client.send(get("/hello")).read().text());
    }
  }

  @Test
  void aClosingConnectionSendsAWholeFileToASlowReader() throws IOException {
    try (RawClient client = RawClient.connect(port, SMALL)) {
      client.send("GET /file" + file + " HTTP/1.0\r\n\r\n");
      skipHead(client);
      pause(3500); // longer than a finished connection lingers
      assertEquals(LARGE, client.rest().length);
    }
  }

  @Test
  void aSlowDownloadOutlivesTheIdleTimeout() throws IOException {
    try (RawClient client = RawClient.connect(impatient, SMALL)) {
      client.send(get("/file" + file));
      skipHead(client);
      pause(3500);
      assertEquals(LARGE, client.exactly(LARGE).length);
    }
  }

  @Test
  void aClientThatHasShutItsOutputGetsALargeAnswer() throws IOException {
    try (RawClient client = RawClient.connect(port, SMALL)) {
      client.send(get("/bytes/8000000").repeat(2));
      client.sendEnd();
      pause(300);
      assertEquals(8_000_000, client.read().body().length);
      assertEquals(8_000_000, client.read().body().length);
      client.assertEnd();
    }
  }

  @Test
  void timeThatAnAppHeldTheLoopIsNotTheClients() throws IOException {
    try (RawClient hog = RawClient.connect(brief);
        RawClient victim = RawClient.connect(brief)) {
      victim.send("GET /interrupt/1 HTTP/1.1\r\n");
      hog.send(get("/hog/2000"));
      pause(500);
      victim.send("Host: a\r\n\r\n");
      assertEquals(200, victim.read().status());
      assertEquals(200, hog.read().status());
      assertEquals(200, hog.send(get("/interrupt/1")).read().status());
    }
  }

  // --- its end ---

  @Test
  void aClientThatStopsReadingAFileIsGivenUp() throws IOException {
    Path copy = Files.copy(file, BRIMD.file("large-copy"));
    try (RawClient client = RawClient.connect(hasty, SMALL)) {
      client.send(get("/file" + copy));
      client.exactly(1000);
      String line = BRIMD.awaitLine("brim.log", " /file" + copy + " ");
      assertTrue(line.contains(" disconnect "), line);
    }
  }

  @Test
  void anEventStreamThatNobodyReadsIsGivenUp() throws IOException {
    Path directory = Files.createDirectory(BRIMD.file("endless"));
    Path sent = directory.resolve("sent");
    try (RawClient client = RawClient.connect(hasty, SMALL)) {
      client.send(get("/endless" + directory));
      Await.until("the end of the stream", () -> Files.exists(sent));
      long bytes = Long.parseLong(Files.readString(sent));
      assertTrue(bytes < 20_000_000, () -> bytes + " bytes");
    }
  }

  @Test
  void aStreamThatCanNoLongerBeSentIsClosed() throws IOException {
    Path directory = Files.createDirectory(BRIMD.file("closed"));
    RawClient client = RawClient.connect(port);
    client.send(get("/closed" + directory));
    Await.until("the request", () -> Files.exists(directory.resolve("entered")));
    client.reset();
    Files.createFile(directory.resolve("go"));
    Await.until("the end of the stream", () -> Files.exists(directory.resolve("closed")));
  }

  // --- back-pressure ---

  @Test
  void aClientThatAsksButDoesNotReadIsNotServedOnAndOn() throws IOException {
    long before = served();
    try (RawClient client = RawClient.connect(port, SMALL)) {
      for (int i = 0; i < 200; i++) {
        client.send(get("/bytes/15000").repeat(10));
        pause(1);
      }
      long answers = settled(before + 1) - before;
      assertTrue(answers < 1000, () -> answers + " answers of 15,000 bytes lie around");
    }
  }

  private static long served() {
    return BRIMD.stats().get("http#main").get("request_count").asLong();
  }

  /** How many requests were answered when that goes no further. */
  private static long settled(long least) {
    Await.until("an answer", () -> served() >= least);
    long count = served();
    for (pause(500); served() > count; pause(500)) {
      count = served();
    }
    return count;
  }

  @Test
  void aClientThatAsksForFilesButDoesNotReadHoldsFewDescriptors() throws IOException {
    long worker = worker("http#main");
    Path copy = Files.copy(file, BRIMD.file("large-other"));
    try (RawClient client = RawClient.connect(port, SMALL)) {
      client.send(get("/file" + copy).repeat(200));
      Await.until("the first file", () -> descriptors(worker, copy) > 0);
      pause(500);
      long open = descriptors(worker, copy);
      assertTrue(open <= 2, () -> open + " descriptors for one client");
    }
  }

  private static long worker(String subserver) {
    for (var worker : BRIMD.status().get("workers")) {
      if (worker.get("section").asString().equals(subserver)) {
        return worker.get("pid").asLong();
      }
    }
    throw new AssertionError("no worker of " + subserver + " in " + BRIMD.status());
  }

  private static long descriptors(long pid, Path of) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.filter(descriptor -> leadsTo(descriptor, of)).count();
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  // --- pipelines ---

  @Test
  void anAnswerDoesNotWaitForTheNextRequest() throws IOException {
    Path directory = Files.createDirectory(BRIMD.file("awaited"));
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/hello") + get("/await" + directory));
      assertEquals("hello\n", client.read().text());
      Files.createFile(directory.resolve("go"));
      assertEquals("awaited\n", client.read().text());
    }
  }

  @Test
  void noInterimResponseIsSentWithinAnAnswer() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(
          "POST /early HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      skipHead(client);
      client.send("hello");
      String body = new String(client.rest(), StandardCharsets.US_ASCII);
      assertFalse(body.contains("100 Continue"), body);
      assertEquals("5\r\nhello\r\n0\r\n\r\n", body);
    }
  }
}

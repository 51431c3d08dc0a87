package net.brim.it;

import static net.brim.it.HttpProtocolTest.get;
import static net.brim.it.HttpProtocolTest.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits and timeouts of a configuration that makes them small. */
class HttpLimitsTest {

  private static final String CHUNKED =
      "POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int limited;
  private static int hasty;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http#limited]
        port = 8901
        apps = workbench echo
        max_request_line = 100
        max_request_header_size = 500
        max_request_headers = 5
        max_request_body_size = 1k
        server_header = Test/1
        concurrent_per_worker = 4

        [http#hasty]
        port = 8902
        apps = workbench echo
        header_timeout = 700ms
        keepalive_timeout = 500ms
        timeout = 600ms
        server_header =

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
    limited = BRIMD.port(8901);
    hasty = BRIMD.port(8902);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  @Test
  void aRequestLineHasALimit() throws IOException {
    String start = "GET /hello?";
    String end = " HTTP/1.1";
    int left = 100 - start.length() - end.length();
    assertStatus(200, line(start + "a".repeat(left) + end));
    assertRefused(414, line(start + "a".repeat(left + 1) + end));
    assertRefused(414, start + "a".repeat(100_000));
  }

  @Test
  void headerFieldsHaveALimitTogether() throws IOException {
    assertStatus(200, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(450) + "\r\n\r\n");
    assertRefused(431, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(500) + "\r\n\r\n");
    assertRefused(431, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(100_000));
  }

  @Test
  void headerFieldsHaveALimitInNumber() throws IOException {
    assertStatus(200, "GET /hello HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(4) + "\r\n");
    assertRefused(431, "GET /hello HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(5) + "\r\n");
  }

  @Test
  void aBodyHasALimitHoweverItComes() throws IOException {
    assertStatus(200, post("/length", "a".repeat(1024)));
    assertRefused(413, post("/length", "a".repeat(1025)));
    assertRefused(413, "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n");
    String chunk = "200\r\n" + "a".repeat(512) + "\r\n";
    assertStatus(200, CHUNKED + chunk + chunk + "0\r\n\r\n");
    assertRefused(413, CHUNKED + chunk + chunk + "1\r\na\r\n0\r\n\r\n");
  }

  @Test
  void trailerFieldsHaveTheLimitsOfHeaderFields() throws IOException {
    String body = CHUNKED + "1\r\na\r\n0\r\n";
    assertStatus(200, body + "X: a\r\n".repeat(5) + "\r\n");
    assertRefused(431, body + "X: a\r\n".repeat(6) + "\r\n");
    assertStatus(200, body + "X: " + "a".repeat(450) + "\r\n\r\n");
    assertRefused(431, body + "X: " + "a".repeat(500) + "\r\n\r\n");
    assertRefused(431, body + "X: " + "a".repeat(100_000));
  }

  @Test
  void chunkExtensionsMayNotOutweighTheData() throws IOException {
    assertStatus(200, CHUNKED + ("1;" + "a".repeat(100) + "\r\n!\r\n").repeat(50) + "0\r\n\r\n");
    assertRefused(400, CHUNKED + ("1;" + "a".repeat(100) + "\r\n!\r\n").repeat(1000));
    assertRefused(400, CHUNKED + "1;" + "a".repeat(100_000));
  }

  @Test
  void aBodyBeyondTheLimitIsNotAskedFor() throws IOException {
    assertRefused(
        413,
        "POST /length HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999\r\n\r\n");
  }

  @Test
  void connectionsBeyondTheLimitWaitTheirTurn() throws IOException {
    var open = new java.util.ArrayList<RawClient>();
    try {
      for (int i = 0; i < 4; i++) {
        RawClient client = RawClient.connect(limited);
        open.add(client);
        assertEquals(200, client.send(get("/hello")).read().status());
      }
      try (RawClient waiting = RawClient.connect(limited)) {
        waiting.send(get("/hello"));
        assertEquals(200, open.getFirst().send(get("/hello")).read().status());
        open.removeFirst().close();
        assertEquals(200, waiting.read().status());
      }
    } finally {
      for (RawClient client : open) {
        client.close();
      }
    }
  }

  @Test
  void theServerFieldIsAsConfigured() throws IOException {
    assertEquals("Test/1", RawClient.get(limited, "/hello").header("Server"));
    assertNull(RawClient.get(hasty, "/hello").header("Server"));
  }

  @Test
  void aHeadThatIsLateIsGivenUp() throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      long start = System.nanoTime();
      client.send("GET /hello HTTP/1.1\r\nHo");
      RawClient.Response response = client.read();
      assertEquals(408, response.status());
      assertEquals("close", response.header("Connection"));
      assertAtLeast(600, start);
      client.assertEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: a\r\n", "X", "XXXXXXXXXXXXXXXXXXXX"})
  void aHeadThatComesInDropsIsGivenUpToo(String drop) throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      Thread drops =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send("GET /hello HTTP/1.1\r\n");
                  while (true) {
                    client.send(drop);
                    Thread.sleep(100);
                  }
                } catch (IOException | InterruptedException e) {
                  // The server has closed the connection, as it should.
                }
              });
      assertEquals(408, client.read().status());
      drops.interrupt();
      Await.until("the end of the drops", () -> !drops.isAlive());
    }
  }

  @Test
  void anIdleConnectionIsClosedWithoutAWord() throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      assertEquals(200, client.send(get("/hello")).read().status());
      long start = System.nanoTime();
      client.assertEnd();
      assertAtLeast(400, start);
    }
    try (RawClient silent = RawClient.connect(hasty)) {
      silent.assertEnd();
    }
  }

  @Test
  void aBodyThatStopsComingIsGivenUp() throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      long start = System.nanoTime();
      client.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      assertEquals(408, client.read().status());
      assertAtLeast(500, start);
      client.assertEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5\r\nhe", "5\r\nhello\r\n", "0\r\n", "0\r\nX: "})
  void chunksThatStopComingAreGivenUp(String start) throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      RawClient.Response response = client.send(CHUNKED + start).read();
      assertEquals(408, response.status());
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
  }

  @Test
  void theHeadOfALaterRequestIsGivenUpToo() throws IOException {
    try (RawClient client = RawClient.connect(hasty)) {
      assertEquals(200, client.send(get("/hello") + "GET /hello HTTP/1.1\r\n").read().status());
      assertEquals(408, client.read().status());
      client.assertEnd();
    }
  }

  @Test
  void aBodyThatKeepsComingIsNotGivenUp() throws Exception {
    try (RawClient client = RawClient.connect(hasty)) {
      client.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
      for (int i = 0; i < 10; i++) {
        TimeUnit.MILLISECONDS.sleep(100); // what is tested is time
        client.send("x");
      }
      assertEquals("10\n", client.read().text());
    }
  }

  @Test
  void aReaderThatStopsIsGivenUp() throws IOException {
    try (RawClient client = RawClient.connect(hasty, 32 * 1024)) {
      client.send(get("/zeros/100000000"));
      client.exactly(1000);
      String line = BRIMD.awaitLine("brim.log", " /zeros/100000000 ");
      assertTrue(line.contains(" disconnect "), line);
    }
  }

  private static String line(String requestLine) {
    return requestLine + "\r\nHost: a\r\n\r\n";
  }

  private static void assertStatus(int status, String request) throws IOException {
    try (RawClient client = RawClient.connect(limited)) {
      assertEquals(status, client.send(request).read().status());
    }
  }

  private static void assertRefused(int status, String request) throws IOException {
    try (RawClient client = RawClient.connect(limited)) {
      RawClient.Response response = client.send(request).read();
      assertEquals(status, response.status());
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
    assertStatus(200, get("/hello"));
  }

  private static void assertAtLeast(long millis, long start) {
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(elapsed >= millis, () -> "after " + elapsed + " ms, at the earliest " + millis);
  }
}

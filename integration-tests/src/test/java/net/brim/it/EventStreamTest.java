package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Server-sent events of a real server. */
class EventStreamTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  @BeforeAll
  static void start() {
    BRIMD.compile("classes", Apps.source("sockets/Sockets.java"));
    BRIMD.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = sockets

        [sockets]
        call = sockets.Sockets
        """);
    BRIMD.started();
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  @Test
  void eventsAreAsTheStandardHasThem() throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      client.send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: gr\u00c3\u00bcn\r\n\r\n");
      RawClient.Response response = client.read();
      assertEquals("text/event-stream", response.header("Content-Type"));
      assertEquals("no-store", response.header("Cache-Control"));
      assertEquals("no", response.header("X-Accel-Buffering"));
      assertEquals(
          """
          data: after gr\u00fcn

          event: kind
          id: 7
          retry: 3000
          data: two
          data: lines

          : a comment

          """,
          response.text());
      client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(client.read().text().startsWith("data: after null\n"), "the connection goes on");
    }
  }

  @Test
  void anEventLeavesWhenItIsSent() throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      client.send("GET /ticks HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, client.readHead().status());
      assertEquals("e", client.line()); // one chunk for one event
      assertEquals("data: tick 0\n\n", new String(client.exactly(14), US_ASCII));
    }
  }

  private static final java.nio.charset.Charset US_ASCII =
      java.nio.charset.StandardCharsets.US_ASCII;

  @Test
  void aClientThatLeavesIsLoggedAsThatAndAsNoError() throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      client.send("GET /ticks?leaves HTTP/1.1\r\nHost: a\r\n\r\n");
      client.readHead();
      client.reset();
    }
    String line = BRIMD.awaitLine("brim.log", "/ticks?leaves");
    assertTrue(line.contains(" HTTP/1.1 200 "), line);
    assertTrue(line.contains(" disconnect "), line);
    assertTrue(BRIMD.lines("brim.log", "GET /ticks: the response").isEmpty());
  }

  @Test
  void aSourceThatFailsBreaksTheStreamOff() throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      client.send("GET /broken-events HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, client.readHead().status());
      assertTrue(!new String(client.rest(), US_ASCII).endsWith("\r\n0\r\n\r\n"), "no last chunk");
    }
    BRIMD.awaitLine("brim.log", "GET /broken-events: the response broke off");
  }

  @Test
  void headHasNoEvents() throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      client.send("HEAD /ticks HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("text/event-stream", client.readHead().header("Content-Type"));
      client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, client.read().status());
    }
  }
}

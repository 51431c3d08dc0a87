package net.brim.it;

import static net.brim.it.RawWebSocket.frame;
import static net.brim.it.RawWebSocket.handshake;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSockets of a real server: handshakes, hostile clients, and what the log says. */
class WebSocketTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;
  private static int hasty;

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
        apps = sockets stats

        [http#hasty]
        port = 8902
        apps = sockets
        timeout = 4s

        [http#threaded]
        port = 8903
        apps = sockets
        workermodel = threaded

        [sockets]
        call = sockets.Sockets

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """);
    BRIMD.started();
    port = BRIMD.port(8901);
    hasty = BRIMD.port(8902);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  // --- handshakes ---

  @Test
  void messagesComeBack() throws IOException {
    try (var socket = RawWebSocket.open(port, "/echo")) {
      assertEquals("text hello", socket.send(0x81, "hello").read());
      assertEquals("binary of 3", socket.send(0x82, "abc").read());
      assertEquals("pong x", socket.send(0x89, "x").read());
      socket.client().send(frame(0x81, "a".repeat(100_000)));
      assertEquals("text " + "a".repeat(100_000), socket.read());
      assertEquals("close 1000", socket.sendClose(1000).read());
      socket.client().assertEnd();
    }
  }

  @Test
  void whatFollowsTheHandshakeAtOnceIsNotLost() throws IOException {
    byte[] close = frame(0x88, new byte[] {0x0f, (byte) 0xa0});
    try (var socket =
        RawWebSocket.open(port, "/echo", frame(0x81, "one"), frame(0x81, "two"), close)) {
      assertEquals("text one", socket.read());
      assertEquals("text two", socket.read());
      assertEquals("close 4000", socket.read());
      socket.client().assertEnd();
    }
  }

  @Test
  void anAppThatRunsOnAPoolHasSocketsToo() throws IOException {
    try (var socket = RawWebSocket.open(BRIMD.port(8903), "/echo")) {
      assertEquals("text hello", socket.send(0x81, "hello").read());
      assertEquals("pong x", socket.send(0x89, "x").read());
      assertEquals("close 1000", socket.sendClose(1000).read());
      socket.client().assertEnd();
    }
  }

  static Stream<Arguments> refused() {
    String good = handshake("/echo");
    return Stream.of(
        Arguments.of("no upgrade", 426, "GET /echo HTTP/1.1\r\nHost: brim.example\r\n"),
        Arguments.of("no Connection", 426, good.replace("Connection: Upgrade\r\n", "")),
        Arguments.of("another protocol", 426, good.replace("websocket", "h2c")),
        Arguments.of("HTTP/1.0", 426, good.replace("HTTP/1.1", "HTTP/1.0")),
        Arguments.of("version 8", 426, good.replace("13", "8")),
        Arguments.of("no version", 426, good.replace("Sec-WebSocket-Version: 13\r\n", "")),
        Arguments.of("two versions", 426, good + "Sec-WebSocket-Version: 8\r\n"),
        Arguments.of("POST", 400, good.replace("GET", "POST")),
        Arguments.of("a body", 400, good + "Content-Length: 2\r\n"),
        Arguments.of("no key", 400, good.replace("Sec-WebSocket-Key", "X-Key")),
        Arguments.of("a short key", 400, good.replace(RawWebSocket.KEY, "c2hvcnQ=")),
        Arguments.of("no base64", 400, good.replace(RawWebSocket.KEY, "*".repeat(24))),
        Arguments.of("two keys", 400, good + "Sec-WebSocket-Key: " + RawWebSocket.KEY + "\r\n"),
        Arguments.of("no names", 400, good + "Sec-WebSocket-Protocol: a b\r\n"),
        Arguments.of("a name twice", 400, good + "Sec-WebSocket-Protocol: a, a\r\n"),
        Arguments.of("another site", 403, good + "Origin: https://evil.example\r\n"),
        Arguments.of("another port", 403, good + "Origin: http://brim.example:81\r\n"),
        Arguments.of("a name that ends so", 403, good + "Origin: http://x.brim.example\r\n"),
        Arguments.of("nobody", 403, good + "Origin: null\r\n"),
        Arguments.of("a socket of wrong status", 500, handshake("/wrong-status")),
        Arguments.of("a body of status 101", 500, handshake("/wrong-body")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsNoHandshakeIsRefused(String name, int status, String head) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(head + "\r\n").read();
      assertEquals(status, response.status(), response::toString);
      assertEquals(status == 426 ? "13" : null, response.header("Sec-WebSocket-Version"));
      assertEquals(status == 426 ? "websocket" : null, response.header("Upgrade"));
      if (status == 426) {
        assertTrue(
            response.fields().contains("Connection: upgrade"), () -> "for this hop: " + response);
      }
    }
  }

  @Test
  void aConnectionGoesOnAfterARefusal() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      assertEquals(426, client.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n").read().status());
      client.send(handshake("/echo") + "\r\n");
      assertEquals(101, client.readHead().status());
    }
  }

  @Test
  void pagesOfTheSameHostAndOfFriendsMayOpenASocket() throws IOException {
    for (String origin :
        List.of(
            "http://brim.example",
            "https://brim.example",
            "HTTPS://BRIM.example:443",
            "https://friends.example")) {
      try (RawClient client = RawClient.connect(port)) {
        client.send(handshake("/chat", "Origin: " + origin) + "\r\n");
        assertEquals(101, client.readHead().status(), origin);
      }
    }
  }

  @Test
  void theBestSubprotocolThatBothKnowIsChosen() throws IOException {
    assertEquals("chat.v2", protocol("chat.v1, chat.v2"));
    assertEquals("chat.v1", protocol("superchat, chat.v1"));
    assertNull(protocol("superchat"));
  }

  private static String protocol(String offered) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(handshake("/chat", "Sec-WebSocket-Protocol: " + offered) + "\r\n");
      RawClient.Response response = client.readHead();
      assertEquals(101, response.status());
      return response.header("Sec-WebSocket-Protocol");
    }
  }

  @Test
  void otherAppsMayAddToTheResponse() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(handshake("/header") + "\r\n");
      RawClient.Response response = client.readHead();
      assertEquals(101, response.status());
      assertEquals("sockets", response.header("X-Seen-By"));
    }
  }

  @Test
  void aSubRequestCannotOpenASocket() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(handshake("/sub") + "\r\n");
      assertEquals("426\n", client.read().text());
    }
  }

  // --- hostile clients ---

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of("1002", "818068690000"),
        Arguments.of("1002", "8100"),
        Arguments.of("1002", "c18000000000"),
        Arguments.of("1002", "838000000000"),
        Arguments.of("1002", "098000000000"),
        Arguments.of("1002", "89fe007e00000000"),
        Arguments.of("1002", "808000000000"),
        Arguments.of("1002", "81ffffffffffffffffff00000000"),
        Arguments.of("1002", "88820000000003ed"),
        Arguments.of("1007", "818100000000ff"),
        Arguments.of("1009", "82ff000000000010000100000000"));
  }

  @ParameterizedTest(name = "{1} is {0}")
  @MethodSource("violations")
  void whoBreaksTheProtocolIsToldAndCutOff(String code, String hex) throws IOException {
    byte[] frame = HexFormat.of().parseHex(hex);
    try (var socket = RawWebSocket.open(port, "/echo")) {
      socket.client().send(frame.length == 6 && hex.startsWith("8180") ? spoiled(frame) : frame);
      assertTrue(socket.read().startsWith("close " + code), code);
      socket.client().assertEnd();
    }
  }

  /** A text in a text, which takes two frames. */
  private static byte[] spoiled(byte[] frame) {
    byte[] two = java.util.Arrays.copyOf(frame, 2 * frame.length);
    System.arraycopy(frame, 0, two, frame.length, frame.length);
    two[0] = 0x01;
    return two;
  }

  @Test
  void manyPingsThatNobodyReadsTheAnswersOfDoNoHarm() throws IOException {
    try (var flooding = RawWebSocket.open(hasty, "/echo");
        var other = RawWebSocket.open(hasty, "/echo")) {
      byte[] pings = new byte[0];
      byte[] ping = frame(0x89, "x".repeat(125));
      pings = java.util.Arrays.copyOf(pings, ping.length * 1000);
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(ping, 0, pings, i * ping.length, ping.length);
      }
      flooding.client().send(pings);
      assertEquals("text hello", other.send(0x81, "hello").read());
      for (int i = 0; i < 10; i++) {
        assertTrue(flooding.read().startsWith("pong "));
      }
    }
  }

  // --- apps that do not receive, and ends ---

  @Test
  void anAppThatOnlySendsAnswersPingsAndCloses() throws IOException {
    try (var socket = RawWebSocket.open(port, "/count")) {
      assertEquals("text 0", socket.read());
      assertEquals("pong alive?", socket.send(0x89, "alive?").readTo("pong"));
      assertEquals("close 1000", socket.sendClose(1000).readTo("close"));
      socket.client().assertEnd();
    }
    BRIMD.awaitLine("brim.log", "counting ended: the WebSocket is closed: 1000");
  }

  @Test
  void anAppThatDoesNeitherAnswersPingsAndIsWoken() throws IOException {
    try (var socket = RawWebSocket.open(port, "/wait")) {
      assertEquals("pong alive?", socket.send(0x89, "alive?").read());
      assertEquals("close 4000", socket.sendClose(4000).read());
      socket.client().assertEnd();
    }
    BRIMD.awaitLine("brim.log", "waiting ended");
  }

  @Test
  void anAppMayCloseWithACode() throws IOException {
    try (var socket = RawWebSocket.open(port, "/leave")) {
      assertEquals("close 4001 enough", socket.read());
      socket.sendClose(4001).client().assertEnd();
    }
  }

  @Test
  void anAppThatFailsClosesWith1011AndIsLogged() throws IOException {
    try (var socket = RawWebSocket.open(port, "/throw")) {
      assertEquals("close 1011", socket.send(0x81, "x").read());
      socket.sendClose(1011).client().assertEnd();
    }
    String line = BRIMD.awaitLine("brim.log", "GET /throw: the response broke off");
    assertTrue(line.contains("IllegalStateException: on purpose"), line);
  }

  @Test
  void aClientThatLeavesIsLoggedAsThatAndAsNoError() throws IOException {
    try (var socket = RawWebSocket.open(port, "/echo?leaves")) {
      assertEquals("text x", socket.send(0x81, "x").read());
      socket.client().reset();
    }
    String line = BRIMD.awaitLine("brim.log", "/echo?leaves");
    assertTrue(line.contains(" HTTP/1.1 101 1 1 "), line);
    assertTrue(line.contains(" disconnect "), line);
    assertTrue(BRIMD.lines("brim.log", "/echo?leaves: the response").isEmpty());
  }

  @Test
  void aSocketHasALineWhenItEndsAndIsCounted() throws IOException {
    try (var socket = RawWebSocket.open(port, "/echo?logged")) {
      socket.send(0x81, "12345").read();
      socket.send(0x01, "123").send(0x80, "45").read();
      assertTrue(BRIMD.lines("brim.log", "/echo?logged").isEmpty(), "not before its end");
      socket.sendClose(1000).read();
    }
    String line = BRIMD.awaitLine("brim.log", "/echo?logged");
    assertTrue(line.contains(" GET /echo?logged HTTP/1.1 101 10 10 "), line);
    assertFalse(line.contains("disconnect"), line);
    assertTrue(BRIMD.stats().at("/http/0/status_1xx_count").asInt() > 0);
  }

  // --- time ---

  @Test
  void aClientThatAnswersPingsOutlivesTheTimeout() throws IOException {
    long start = System.nanoTime();
    try (var socket = RawWebSocket.open(hasty, "/pinged")) {
      while (System.nanoTime() - start < 6_000_000_000L) { // the timeout is 4 seconds
        assertEquals("ping", socket.read());
        socket.send(0x8a, "");
      }
      assertEquals("text still here", socket.send(0x81, "still here").readTo("text"));
    }
  }

  @Test
  void aClientThatAnswersNoPingIsGivenUp() throws IOException {
    try (var socket = RawWebSocket.open(hasty, "/pinged")) {
      assertEquals("ping", socket.read());
      socket.client().assertEnd();
    }
  }

  @Test
  void aFrameThatStopsInTheMiddleIsGivenUp() throws IOException {
    try (var socket = RawWebSocket.open(hasty, "/echo")) {
      socket.client().send(java.util.Arrays.copyOf(frame(0x81, "hello"), 8)).assertEnd();
    }
  }
}

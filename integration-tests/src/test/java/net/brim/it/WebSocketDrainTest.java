package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What lasts comes to its end, in order, when the server goes away. */
class WebSocketDrainTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void start() {
    brimd.compile("classes", Apps.source("sockets/Sockets.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log
        graceful_timeout = 300

        [http]
        port = 8901
        apps = sockets

        [sockets]
        call = sockets.Sockets
        """);
    brimd.started();
  }

  @Test
  void socketsAreClosedWith1001AndTheServerEnds() throws IOException {
    try (var receiving = RawWebSocket.open(brimd.port(), "/echo");
        var sending = RawWebSocket.open(brimd.port(), "/count");
        var waiting = RawWebSocket.open(brimd.port(), "/wait")) {
      receiving.send(0x81, "before").read();
      Program shutdown = brimd.background("shutdown", "--wait");
      assertEquals("close 1001", receiving.read());
      assertEquals("close 1001", waiting.read());
      assertEquals("close 1001", sending.readTo("close"));
      for (RawWebSocket socket : new RawWebSocket[] {receiving, sending, waiting}) {
        socket.sendClose(1001).client().assertEnd();
      }
      shutdown.outcome().exits(0);
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aClientThatDoesNotAnswerTheCloseHoldsUpNothing() throws IOException {
    try (var socket = RawWebSocket.open(brimd.port(), "/echo")) {
      Program shutdown = brimd.background("shutdown", "--wait");
      assertEquals("close 1001", socket.read());
      shutdown.outcome().exits(0); // which waits less than graceful_timeout
      socket.client().assertEnd();
    }
    brimd.assertNothingLeft();
  }

  @Test
  void eventStreamsEndWhole() throws IOException {
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send("GET /ticks HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, client.readHead().status());
      Program shutdown = brimd.background("shutdown", "--wait");
      String rest = new String(client.rest(), StandardCharsets.US_ASCII);
      assertTrue(rest.endsWith("\r\n0\r\n\r\n"), "the last chunk");
      shutdown.outcome().exits(0);
    }
    assertTrue(brimd.lines("brim.log", "ERROR").isEmpty(), () -> brimd.read("brim.log"));
    brimd.assertNothingLeft();
  }
}

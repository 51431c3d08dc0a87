package net.brim.engine;

import static net.brim.engine.Http2Client.DATA;
import static net.brim.engine.Http2Client.HEADERS;
import static net.brim.engine.Http2Client.SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.brim.api.Response;
import net.brim.api.WebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets on streams of HTTP/2 (RFC 8441). */
@Timeout(30)
final class Http2WebSocketTest {

  private static final int ENABLE_CONNECT_PROTOCOL = 8;

  private static Http2TestServer server() throws IOException {
    return Http2TestServer.start(request ->
        request.path().equals("/echo")
            ? request.webSocket(Http2WebSocketTest::echo)
            : Response.text(request.method() + "\n"));
  }

  private static void echo(WebSocket socket) throws Exception {
    for (WebSocket.Message m; (m = socket.receive()) != null; ) {
      socket.send(m.text());
    }
  }

  private static String[] handshake(String path, String... more) {
    return Http2Client.and(
        new String[] {
          ":method", "CONNECT",
          ":protocol", "websocket",
          ":scheme", "http",
          ":path", path,
          ":authority", "localhost",
          "sec-websocket-version", "13"
        },
        more);
  }

  /** A frame of a client, masked with zeros. */
  private static String frame(int first, String payload) {
    return (char) first + "" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
  }

  /** Fails where the next content of a stream is something else, in however many frames. */
  private static void assertData(String expected, Http2Client client, int stream)
      throws IOException {
    var data = new StringBuilder();
    while (data.length() < expected.length()) {
      byte[] part = client.await(DATA, stream).payload();
      data.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    assertEquals(expected, data.toString());
  }

  private static String status(Http2Client client, int stream) throws IOException {
    return client.decode(client.await(HEADERS, stream)).status() + "";
  }

  @Test
  void theServerSaysThatItCan() throws IOException {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.send();
      byte[] settings = client.await(SETTINGS, 0).payload();
      boolean found = false;
      for (int i = 0; i < settings.length; i += 6) {
        found |= settings[i + 1] == ENABLE_CONNECT_PROTOCOL && settings[i + 5] == 1;
      }
      assertTrue(found);
    }
  }

  @Test
  void messagesGoBothWaysBesideOtherStreams() throws Exception {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.headers(1, false, handshake("/echo")).send();
      assertEquals("200", status(client, 1));
      client.data(1, false, frame(0x81, "hello")).send();
      assertData("\u0081\5hello", client, 1);
      client.get(3, "/other").send();
      assertEquals("GET\n", client.answer(3).body());
      client.data(1, false, frame(0x89, "ping") + frame(0x81, "again").substring(0, 3)).send();
      assertData("\u008a\4ping", client, 1);
      client.data(1, false, frame(0x81, "again").substring(3) + frame(0x88, "\3\u00e8")).send();
      var rest = new StringBuilder();
      Http2Client.Frame last;
      do {
        last = client.await(DATA, 1);
        rest.append(new String(last.payload(), StandardCharsets.ISO_8859_1));
      } while (!last.endsStream());
      assertEquals("\u0081\5again\u0088\2\3\u00e8", rest.toString());
      assertTrue(server.requests(2).contains("CONNECT /echo HTTP/2.0 101"));
    }
  }

  @Test
  void whatIsNoHandshakeIsRefused() throws IOException {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.get(1, "/echo").send();
      assertEquals("426", client.answer(1).status());
      client.headers(3, true, handshake("/echo", "origin", "http://evil.example")).send();
      assertEquals("403", client.answer(3).status());
      client.headers(5, true, handshake("/echo", "sec-websocket-version", "8")).send();
      assertEquals("426", client.answer(5).status());
      String[] other = handshake("/echo");
      other[3] = "connect-udp";
      client.headers(7, true, other).send();
      assertEquals("501", client.answer(7).status());
      client.headers(9, false, handshake("/echo", "content-length", "3")).send();
      assertEquals(Http2Error.PROTOCOL_ERROR, client.reset(9));
    }
  }

  @Test
  void anAppThatKnowsNothingOfItOpensNoTunnel() throws IOException {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.headers(1, true, handshake("/other")).send();
      assertEquals("501", client.answer(1).status());
    }
  }

  @Test
  void aResetEndsTheSocket() throws Exception {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.headers(1, false, handshake("/echo")).send();
      assertEquals("200", status(client, 1));
      client.integer(Http2Client.RST_STREAM, 1, (int) Http2Error.CANCEL.code()).send();
      assertEquals("CONNECT /echo HTTP/2.0 101 disconnect", server.requests(1).getFirst());
      client.get(3, "/other").send();
      assertEquals("GET\n", client.answer(3).body());
    }
  }

  @Test
  void aDrainClosesTheSocket() throws Exception {
    try (Http2TestServer server = server();
        Http2Client client = Http2Client.connect(server)) {
      client.headers(1, false, handshake("/echo")).send();
      assertEquals("200", status(client, 1));
      Thread drain = Thread.ofVirtual().start(() -> drain(server));
      assertData("\u0088\2\3\u00e9", client, 1);
      client.data(1, true, frame(0x88, "\3\u00e9")).send();
      drain.join();
      assertEquals("CONNECT /echo HTTP/2.0 101", server.requests(1).getFirst());
    }
  }

  private static void drain(Http2TestServer server) {
    try {
      server.server().drain(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

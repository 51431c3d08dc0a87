package net.brim.engine;

import static io.netty.handler.codec.http2.Http2Error.COMPRESSION_ERROR;
import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.REFUSED_STREAM;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static net.brim.engine.Http2Client.ACK;
import static net.brim.engine.Http2Client.CONTINUATION;
import static net.brim.engine.Http2Client.DATA;
import static net.brim.engine.Http2Client.END_HEADERS;
import static net.brim.engine.Http2Client.END_STREAM;
import static net.brim.engine.Http2Client.GOAWAY;
import static net.brim.engine.Http2Client.HEADERS;
import static net.brim.engine.Http2Client.INITIAL_WINDOW_SIZE;
import static net.brim.engine.Http2Client.PADDED;
import static net.brim.engine.Http2Client.PING;
import static net.brim.engine.Http2Client.PRIORITY;
import static net.brim.engine.Http2Client.PUSH_PROMISE;
import static net.brim.engine.Http2Client.RST_STREAM;
import static net.brim.engine.Http2Client.SETTINGS;
import static net.brim.engine.Http2Client.WINDOW_UPDATE;
import static net.brim.engine.Http2Client.and;
import static net.brim.engine.Http2Client.block;
import static net.brim.engine.Http2Client.connect;
import static net.brim.engine.Http2Client.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.engine.Http2Client.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What RFC 9113 forbids: which error, and whether the stream or the connection ends. */
@Timeout(60)
final class Http2StrictTest {

  private static final int SKIP_TIMES = 5;

  private final CountDownLatch release = new CountDownLatch(1);
  private Http2TestServer server;

  @BeforeEach
  void start() throws Exception {
    HttpApp app =
        request -> {
          if (request.path().equals("/wait")) {
            release.await();
          }
          if (request.path().equals("/read")) {
            request.body().readAllBytes();
          }
          return Response.text("ok");
        };
    server = Http2TestServer.start(app);
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  /** Frames that a test sends. */
  private interface Frames {
    void send(Http2Client client) throws Exception;
  }

  private void endsConnection(Http2Error error, Frames frames) throws Exception {
    try (var client = connect(server)) {
      frames.send(client);
      client.send();
      assertEquals(error, client.goAway());
      assertTrue(client.ends());
    }
    assertEquals(1, server.lines().size(), () -> server.lines().toString());
    assertTrue(server.lines().getFirst().startsWith("info the HTTP/2 connection of "));
    server.lines().clear();
  }

  private void endsStream(int stream, Http2Error error, Frames frames) throws Exception {
    try (var client = connect(server)) {
      frames.send(client);
      client.send();
      assertEquals(error, client.reset(stream));
      client.get(101, "/").send();
      assertEquals("ok", client.answer(101).body());
    }
    assertEquals(List.of(), server.lines());
  }

  // --- the beginning ---

  @Test
  void theFirstFrameMustBeSettings() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (var client = new Http2Client(server.port(), 0)) {
        client.raw(Http2Client.PREFACE);
        if (i == 0) {
          client.ping(1).send();
        } else {
          client.frame(SETTINGS, ACK, 0).send();
        }
        assertEquals(PROTOCOL_ERROR, client.goAway());
      }
    }
  }

  @Test
  void thePrefaceMustBeWhole() throws Exception {
    try (var client = new Http2Client(server.port(), 0)) {
      client.raw(
          "PRI * HTTP/2.0\r\nHost: a\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      client.send();
      assertEquals(PROTOCOL_ERROR, client.goAway());
    }
  }

  // --- frames (sections 4 and 6) ---

  @Test
  void framesHaveTheirSize() throws Exception {
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(PING, 0, 0, new byte[7]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(SETTINGS, 0, 0, new byte[5]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(SETTINGS, ACK, 0, new byte[6]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(WINDOW_UPDATE, 0, 0, new byte[3]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.get(1, "/wait").frame(RST_STREAM, 0, 1, new byte[3]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(GOAWAY, 0, 0, new byte[7]));
    endsConnection(FRAME_SIZE_ERROR, c -> c.frame(DATA, 0, 1, new byte[16_385]));
    endsStream(1, FRAME_SIZE_ERROR, c -> c.get(1, "/wait").frame(PRIORITY, 0, 1, new byte[4]));
  }

  @Test
  void framesBelongToAStreamOrToNone() throws Exception {
    endsConnection(PROTOCOL_ERROR, c -> c.frame(DATA, 0, 0, (byte) 1));
    endsConnection(PROTOCOL_ERROR, c -> c.headers(0, true, request("GET", "/")));
    endsConnection(PROTOCOL_ERROR, c -> c.integer(RST_STREAM, 0, 1));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(SETTINGS, 0, 1));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(PING, 0, 1, new byte[8]));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(GOAWAY, 0, 1, new byte[8]));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(CONTINUATION, 0, 0));
    endsConnection(
        PROTOCOL_ERROR, c -> c.get(1, "/wait").frame(PUSH_PROMISE, END_HEADERS, 1, new byte[4]));
  }

  @Test
  void paddingIsNotLongerThanTheFrame() throws Exception {
    endsConnection(
        PROTOCOL_ERROR, c -> c.post(1, "/read").frame(DATA, PADDED, 1, (byte) 9, (byte) 0));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(HEADERS, PADDED, 1, (byte) 9, (byte) 0));
  }

  @Test
  void settingsHaveTheirValues() throws Exception {
    endsConnection(FLOW_CONTROL_ERROR, c -> c.settings(INITIAL_WINDOW_SIZE, -1));
    endsConnection(PROTOCOL_ERROR, c -> c.settings(2, 2));
    endsConnection(PROTOCOL_ERROR, c -> c.settings(5, 1));
    try (var client = connect(server, 0x1234, 7)) { // an unknown one
      client.get(1, "/").send();
      assertEquals("ok", client.answer(1).body());
    }
  }

  @Test
  void nothingComesBetweenTheFramesOfAHead() throws Exception {
    byte[] head = block(request("GET", "/"));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(HEADERS, END_STREAM, 1, head).ping(1));
    endsConnection(
        PROTOCOL_ERROR,
        c -> c.frame(HEADERS, END_STREAM, 1, head).frame(CONTINUATION, END_HEADERS, 3, head));
    endsConnection(PROTOCOL_ERROR, c -> c.frame(CONTINUATION, END_HEADERS, 1, head));
  }

  @Test
  void unknownFramesAreIgnored() throws Exception {
    try (var client = connect(server)) {
      client.frame(0x42, 0xff, 0, new byte[10]).frame(0x42, 0, 7, new byte[10]).get(1, "/").send();
      assertEquals("ok", client.answer(1).body());
    }
  }

  @Test
  void pingsAreAnswered() throws Exception {
    try (var client = connect(server)) {
      client.ping(77).send();
      Frame answer = client.await(PING, 0);
      assertEquals(ACK, answer.flags());
      assertEquals(77, answer.payload()[7]);
    }
  }

  // --- compression ---

  @Test
  void fieldBlocksThatCannotBeReadEndTheConnection() throws Exception {
    endsConnection(COMPRESSION_ERROR, c -> c.frame(HEADERS, END_HEADERS, 1, (byte) 0xff, (byte) 9));
    endsConnection(COMPRESSION_ERROR, c -> c.frame(HEADERS, END_HEADERS, 1, (byte) 0x80));
    endsConnection(COMPRESSION_ERROR, c -> c.frame(HEADERS, END_HEADERS, 1, (byte) 0, (byte) 5));
    endsConnection( // a table larger than we allow
        COMPRESSION_ERROR,
        c -> c.frame(HEADERS, END_HEADERS, 1, (byte) 0x3f, (byte) 0xff, (byte) 0xff, (byte) 1));
  }

  // --- streams (section 5) ---

  @Test
  void streamsHaveRisingOddNumbers() throws Exception {
    endsConnection(PROTOCOL_ERROR, c -> c.get(2, "/"));
    endsConnection(PROTOCOL_ERROR, c -> c.get(SKIP_TIMES, "/wait").get(3, "/"));
  }

  @Test
  void idleStreamsGetNothingButAHead() throws Exception {
    endsConnection(PROTOCOL_ERROR, c -> c.data(1, true, "x"));
    endsConnection(PROTOCOL_ERROR, c -> c.integer(RST_STREAM, 1, 8));
    endsConnection(PROTOCOL_ERROR, c -> c.integer(WINDOW_UPDATE, 1, 8));
    try (var client = connect(server)) {
      client.frame(PRIORITY, 0, 9, new byte[5]).get(1, "/").send();
      assertEquals("ok", client.answer(1).body());
    }
  }

  @Test
  void nothingComesBehindTheEndOfAStream() throws Exception {
    endsStream(1, STREAM_CLOSED, c -> c.get(1, "/wait").data(1, false, "x"));
    endsStream(1, STREAM_CLOSED, c -> c.get(1, "/wait").headers(1, true, "x", "y"));
  }

  @Test
  void nothingComesOnAClosedStream() throws Exception {
    Frames closed =
        c -> {
          c.get(1, "/").send();
          c.answer(1);
        };
    endsStream(
        1,
        STREAM_CLOSED,
        c -> {
          closed.send(c);
          c.data(1, true, "x");
        });
    endsConnection(
        STREAM_CLOSED,
        c -> {
          closed.send(c);
          c.get(1, "/");
        });
    try (var client = connect(server)) {
      closed.send(client);
      client.integer(WINDOW_UPDATE, 1, 8).integer(RST_STREAM, 1, 8).get(3, "/").send();
      assertEquals("ok", client.answer(3).body());
    }
  }

  @Test
  void moreStreamsThanAllowedAreRefused() throws Exception {
    try (var client = connect(server)) {
      for (int stream = 1; stream <= 201; stream += 2) {
        client.get(stream, "/wait");
      }
      client.send();
      assertEquals(REFUSED_STREAM, client.reset(201));
      release.countDown();
      client.answer(199);
      client.get(203, "/").send();
      assertEquals("ok", client.answer(203).body());
    }
  }

  // --- windows ---

  @Test
  void windowsAreKeptTo() throws Exception {
    endsStream(1, PROTOCOL_ERROR, c -> c.get(1, "/wait").integer(WINDOW_UPDATE, 1, 0));
    endsStream(
        1, FLOW_CONTROL_ERROR, c -> c.get(1, "/wait").integer(WINDOW_UPDATE, 1, Integer.MAX_VALUE));
    endsConnection(PROTOCOL_ERROR, c -> c.integer(WINDOW_UPDATE, 0, 0));
    endsConnection(FLOW_CONTROL_ERROR, c -> c.integer(WINDOW_UPDATE, 0, Integer.MAX_VALUE));
    endsConnection(
        FLOW_CONTROL_ERROR,
        c ->
            c.get(1, "/wait")
                .integer(WINDOW_UPDATE, 1, 1000)
                .settings(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE));
  }

  @Test
  void contentBeyondTheWindowEndsTheStream() throws Exception {
    endsStream(
        1,
        FLOW_CONTROL_ERROR,
        c -> {
          c.post(1, "/wait");
          for (int i = 0; i < SKIP_TIMES; i++) {
            c.data(1, false, "x".repeat(16_000));
          }
        });
  }

  // --- messages (section 8) ---

  @Test
  void malformedRequestsAreReset() throws Exception {
    String[][] malformed = {
      {":method", "GET", ":scheme", "http", ":authority", "a"},
      {":method", "GET", ":path", "/", ":authority", "a"},
      {":scheme", "http", ":path", "/", ":authority", "a"},
      {":method", "GET", ":scheme", "http", ":path", "", ":authority", "a"},
      and(request("GET", "/"), ":path", "/"),
      and(request("GET", "/"), ":unknown", "/"),
      and(request("GET", "/"), ":status", "200"),
      and(request("GET", "/"), "x", "y", ":authority", "b"),
      and(request("GET", "/"), "X-Upper", "y"),
      and(request("GET", "/"), "x y", "y"),
      and(request("GET", "/"), "", "y"),
      and(request("GET", "/"), "x", "a\nb"),
      and(request("GET", "/"), "x", " a"),
      and(request("GET", "/"), "connection", "close"),
      and(request("GET", "/"), "transfer-encoding", "chunked"),
      and(request("GET", "/"), "upgrade", "h2c"),
      and(request("GET", "/"), "keep-alive", "5"),
      and(request("GET", "/"), "proxy-connection", "close"),
      and(request("GET", "/"), "te", "gzip"),
      and(request("GET", "/"), "content-length", "x"),
      and(request("GET", "/"), "content-length", "1"),
      and(request("GET", "/"), "content-length", "0", "content-length", "0")
    };
    for (String[] fields : malformed) {
      endsStream(1, PROTOCOL_ERROR, c -> c.headers(1, true, fields));
    }
    server.requests(2 * malformed.length);
    assertTrue(server.requests().contains("- 400"), () -> server.requests().toString());
  }

  @Test
  void whatAnyHttpRefusesGetsAResponse() throws Exception {
    try (var client = connect(server)) {
      client.headers(1, true, and(request("GET", "/"), "host", "other")).send();
      assertEquals("400", client.answer(1).status());
      client.headers(3, true, request("GET", "/%zz")).send();
      assertEquals("400", client.answer(3).status());
      client.headers(5, true, request("GET", "/" + "x".repeat(1000))).send();
      assertEquals("414", client.answer(5).status());
      client.headers(7, true, and(request("GET", "/"), "x", "x".repeat(4000))).send();
      assertEquals("431", client.answer(7).status());
      client.headers(9, true, ":method", "CONNECT", ":authority", "a:1").send();
      assertEquals("501", client.answer(9).status());
      client.headers(11, true, and(request("GET", "/"), "x", "x".repeat(7000))).send();
      assertEquals("431", client.answer(11).status());
    }
    assertEquals(List.of("- 400", "- 400", "- 414", "- 431", "- 501", "- 431"), server.requests(6));
  }

  @Test
  void contentIsAsLongAsAnnounced() throws Exception {
    endsStream(
        1,
        PROTOCOL_ERROR,
        c -> {
          c.post(1, "/read", "content-length", "3").ping(1).send();
          c.await(PING, 0); // so that the app has the request
          c.data(1, false, "four");
        });
    endsStream(
        1, PROTOCOL_ERROR, c -> c.post(1, "/read", "content-length", "9").data(1, true, "four"));
    server.requests(3);
    assertTrue(server.requests().contains("POST /read HTTP/2.0 400"), server.requests().toString());
  }

  @Test
  void trailersEndTheStreamAndAreOrdinaryFields() throws Exception {
    endsStream(1, PROTOCOL_ERROR, c -> c.post(1, "/read").headers(1, false, "x", "y"));
    endsStream(1, PROTOCOL_ERROR, c -> c.post(1, "/read").headers(1, true, ":path", "y"));
    endsStream(1, PROTOCOL_ERROR, c -> c.post(1, "/read").headers(1, true, "X", "y"));
    endsStream(1, PROTOCOL_ERROR, c -> c.post(1, "/read").headers(1, true, "host", "y"));
  }
}

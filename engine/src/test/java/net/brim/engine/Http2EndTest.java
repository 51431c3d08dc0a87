package net.brim.engine;

import static net.brim.engine.Http2Client.DATA;
import static net.brim.engine.Http2Client.END_STREAM;
import static net.brim.engine.Http2Client.GOAWAY;
import static net.brim.engine.Http2Client.HEADERS;
import static net.brim.engine.Http2Client.PING;
import static net.brim.engine.Http2Client.RST_STREAM;
import static net.brim.engine.Http2Client.WINDOW_UPDATE;
import static net.brim.engine.Http2Client.block;
import static net.brim.engine.Http2Client.connect;
import static net.brim.engine.Http2Client.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.engine.Http2Client.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How HTTP/2 connections end: when the server goes away, and when clients take too long. */
@Timeout(60)
final class Http2EndTest {

  private static final int LONG = 60_000;

  /** How a server goes away. */
  @FunctionalInterface
  interface Way {
    boolean go(HttpServer server, Duration limit) throws InterruptedException;
  }

  private static List<Way> ways() {
    return List.of(HttpServer::drain, HttpServer::retire);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aServerThatGoesAwaySaysSoTwiceAndFinishesWhatItHas(Way way) throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/slow")) {
            release.await();
          }
          return Response.text(request.path());
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/slow").get(3, "/").send();
      client.answer(3);
      Thread drain = Thread.ofPlatform().start(() -> leave(server, way));
      Frame warning = client.await(GOAWAY, 0);
      assertEquals(Integer.MAX_VALUE, warning.integer(0));
      assertEquals(0, warning.integer(4));
      Frame ping = client.await(PING, 0);
      client.get(5, "/on-its-way").frame(PING, Http2Client.ACK, 0, ping.payload()).send();
      Frame last = client.await(GOAWAY, 0);
      assertEquals(5, last.integer(0));
      client.get(7, "/too-late").send();
      assertEquals("/on-its-way", client.answer(5).body());
      release.countDown();
      assertEquals("/slow", client.answer(1).body());
      assertTrue(client.ends());
      drain.join();
      assertEquals(3, server.requests(3).size());
    }
  }

  /** The client may have sent all of that before it read the last GOAWAY. */
  @ParameterizedTest
  @MethodSource("ways")
  void allThatBelongsToARequestThatComesTooLateIsPassedOver(Way way) throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          release.await();
          return Response.text("x");
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      client.await(WINDOW_UPDATE, 0);
      Thread drain = Thread.ofPlatform().start(() -> leave(server, way));
      client.frame(PING, Http2Client.ACK, 0, client.await(PING, 0).payload()).send();
      assertEquals(1, client.await(GOAWAY, 0).integer(0));
      client.post(3, "/").integer(WINDOW_UPDATE, 3, 1);
      for (int sent = 0; sent < 600_000; sent += 16_000) {
        client.data(3, false, "x".repeat(16_000));
      }
      client.headers(3, true, "trailer", "y").integer(WINDOW_UPDATE, 3, 0);
      client.integer(RST_STREAM, 3, 8).get(5, "/").send();
      client.await(WINDOW_UPDATE, 0);
      release.countDown();
      assertEquals("200", client.answer(1).status());
      assertTrue(client.ends());
      drain.join();
      assertEquals(List.of("GET / HTTP/2.0 200"), server.requests(1));
      assertEquals(List.of(), server.lines());
    }
  }

  @Test
  void aServerThatGoesAwayStillTakesNoStreamForItsOwn() throws Exception {
    HttpApp app = request -> Response.bytes("a/b", request.body().readAllBytes());
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.post(1, "/").frame(GOAWAY, 0, 0, new byte[8]).integer(RST_STREAM, 4, 8).send();
      assertEquals(Http2Error.NO_ERROR, client.goAway());
      assertEquals(Http2Error.PROTOCOL_ERROR, client.goAway());
    }
  }

  private static void leave(Http2TestServer server, Way way) {
    try {
      assertTrue(way.go(server.server(), Duration.ofSeconds(30)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aClientThatDoesNotAnswerIsNotWaitedForWhenTheServerGoesAway(Way way) throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("x"));
        var client = connect(server)) {
      client.get(1, "/").send();
      client.answer(1);
      leave(server, way);
      assertTrue(client.ends());
    }
  }

  @Test
  void anIdleConnectionIsEndedInGoodOrder() throws Exception {
    HttpApp app = request -> Response.text("x");
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(LONG, 300, LONG, 100));
        var client = connect(server)) {
      client.get(1, "/").send();
      client.answer(1);
      assertEquals(Http2Error.NO_ERROR, client.goAway());
      assertTrue(client.ends());
      assertEquals(List.of(), server.lines());
    }
  }

  @Test
  void aStreamInProgressKeepsTheConnection() throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          release.await();
          return Response.text("x");
        };
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(LONG, 200, LONG, 100));
        var client = connect(server)) {
      client.get(1, "/").send();
      Thread.sleep(1000); // longer than it may be idle
      release.countDown();
      assertEquals("x", client.answer(1).body());
    }
  }

  @Test
  void aHeadThatDoesNotGoOnEndsTheConnection() throws Exception {
    HttpApp app = request -> Response.text("x");
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(LONG, LONG, 300, 100))) {
      try (var client = connect(server)) {
        client.frame(HEADERS, END_STREAM, 1, block(request("GET", "/"))).send();
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, client.goAway());
      }
      try (var client = connect(server)) {
        client.raw(new byte[] {0, 0, 20, HEADERS, 5, 0, 0, 0, 1, 0}).send();
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, client.goAway());
      }
      try (var client = new Http2Client(server.port(), 0)) {
        client.raw(Http2Client.PREFACE).send();
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, client.goAway());
      }
      assertEquals(3, server.lines().size());
    }
  }

  @Test
  void aBodyThatDoesNotComeGets408() throws Exception {
    HttpApp app = request -> Response.bytes("a/b", request.body().readAllBytes());
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(300, LONG, LONG, 100));
        var client = connect(server)) {
      client.post(1, "/").data(1, false, "some").get(3, "/").send();
      assertEquals("408", client.answer(1).status());
      client.get(5, "/").send();
      assertEquals("200", client.answer(5).status());
    }
  }

  @Test
  void aWriterWhoseClientDoesNotReadIsGivenUp() throws Exception {
    HttpApp app =
        request ->
            Response.of(net.brim.api.Status.OK)
                .body(out -> {
                  for (int i = 0; i < 100; i++) {
                    out.write(new byte[10_000]);
                  }
                });
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(300, LONG, LONG, 100));
        var client = connect(server)) {
      client.get(1, "/").send();
      client.await(DATA, 1);
      assertEquals(Http2Error.CANCEL, client.reset(1));
      assertEquals(List.of("GET / HTTP/2.0 200 disconnect"), server.requests(1));
    }
  }

  @Test
  void aClientThatSaysGoodbyeIsLetGo() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("x"));
        var client = connect(server)) {
      client.get(1, "/").frame(GOAWAY, 0, 0, new byte[8]).send();
      assertEquals("x", client.answer(1).body());
      client.ping(1).send();
      assertTrue(client.ends());
    }
  }

  @Test
  void aServerThatClosesEndsTheConnection() throws Exception {
    var begun = new CountDownLatch(1);
    HttpApp app =
        request -> {
          begun.countDown();
          return Response.text(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
        };
    Http2TestServer server = Http2TestServer.start(app);
    try (var client = connect(server)) {
      client.post(1, "/").send();
      begun.await();
      server.close();
      assertTrue(client.ends());
    }
  }
}

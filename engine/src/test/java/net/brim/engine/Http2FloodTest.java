package net.brim.engine;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static net.brim.engine.Http2Client.CONTINUATION;
import static net.brim.engine.Http2Client.DATA;
import static net.brim.engine.Http2Client.END_HEADERS;
import static net.brim.engine.Http2Client.END_STREAM;
import static net.brim.engine.Http2Client.HEADERS;
import static net.brim.engine.Http2Client.INITIAL_WINDOW_SIZE;
import static net.brim.engine.Http2Client.PRIORITY;
import static net.brim.engine.Http2Client.RST_STREAM;
import static net.brim.engine.Http2Client.WINDOW_UPDATE;
import static net.brim.engine.Http2Client.and;
import static net.brim.engine.Http2Client.block;
import static net.brim.engine.Http2Client.connect;
import static net.brim.engine.Http2Client.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for much and give little: each is ended, and said so once. */
@Timeout(120)
final class Http2FloodTest {

  private static final int FLOOD = 20_000;

  /** What a client sends again and again. */
  private interface Wave {
    void send(Http2Client client, int number) throws IOException;
  }

  private static void isEnded(Http2Error error, Wave wave) throws Exception {
    isEnded(request -> Response.text("ok"), error, wave);
  }

  private static void isEnded(HttpApp app, Http2Error error, Wave wave) throws Exception {
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      Thread flood = Thread.ofPlatform().daemon().start(() -> flood(client, wave));
      assertEquals(error, client.goAway());
      client.disconnect();
      flood.join();
      assertEquals(1, server.lines().size(), () -> server.lines().toString());
      try (var other = connect(server)) {
        other.get(1, "/").send();
        assertEquals("200", other.answer(1).status());
      }
    }
  }

  private static void flood(Http2Client client, Wave wave) {
    try {
      for (int i = 0; i < FLOOD; i++) {
        wave.send(client, i);
        if (i % 50 == 0) {
          client.send();
        }
      }
      client.send();
    } catch (IOException e) {
      // The server has ended the connection: that is what is waited for.
    }
  }

  @Test
  void rapidResets() throws Exception {
    var served = new AtomicInteger();
    isEnded(
        request -> {
          served.incrementAndGet();
          return Response.text("ok");
        },
        ENHANCE_YOUR_CALM,
        (client, i) -> client.get(2 * i + 1, "/").integer(RST_STREAM, 2 * i + 1, 8));
    assertTrue(served.get() < 1000, "served " + served);
  }

  @Test
  void resetsThatTheServerIsMadeToSend() throws Exception {
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.post(2 * i + 1, "/").integer(WINDOW_UPDATE, 2 * i + 1, 0));
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.get(2 * i + 1, "/").integer(WINDOW_UPDATE, 2 * i + 1, -1 >>> 1));
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.headers(2 * i + 1, true, and(request("GET", "/"), "X", "y")));
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.get(2 * i + 1, "/").frame(PRIORITY, 0, 2 * i + 1, new byte[1]));
  }

  @Test
  void resetsDoNotBuyMoreThreads() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/wait")) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            release.await();
            running.decrementAndGet();
          }
          return Response.text("ok");
        };
    try (var server =
            Http2TestServer.start(app, Http2TestServer.settings(60_000, 60_000, 60_000, 5));
        var client = connect(server)) {
      for (int stream = 1; stream < 100; stream += 2) {
        client.get(stream, "/wait").ping(stream).send();
        client.await(Http2Client.PING, 0);
        client.integer(RST_STREAM, stream, 8);
      }
      client.get(201, "/").ping(7).send();
      client.await(Http2Client.PING, 0);
      release.countDown();
      assertEquals("200", client.answer(201).status());
      assertTrue(most.get() <= 5, "ran at once: " + most);
    }
  }

  @Test
  void moreStreamsThanAllowedAgainAndAgain() throws Exception {
    var release = new CountDownLatch(1);
    isEnded(
        request -> {
          if (request.path().equals("/wait")) {
            release.await();
          }
          return Response.text("ok");
        },
        ENHANCE_YOUR_CALM,
        (client, i) -> client.get(2 * i + 1, "/wait"));
    release.countDown();
  }

  @Test
  void pings() throws Exception {
    isEnded(ENHANCE_YOUR_CALM, (client, i) -> client.ping(i));
  }

  @Test
  void settings() throws Exception {
    isEnded(ENHANCE_YOUR_CALM, (client, i) -> client.settings());
    isEnded(ENHANCE_YOUR_CALM, (client, i) -> client.settings(INITIAL_WINDOW_SIZE, i));
  }

  @Test
  void emptyData() throws Exception {
    isEnded(
        request -> {
          request.body().readAllBytes();
          return Response.text("ok");
        },
        ENHANCE_YOUR_CALM,
        (client, i) -> {
          if (i == 0) {
            client.post(1, "/");
          }
          client.frame(DATA, 0, 1);
        });
  }

  @Test
  void priorities() throws Exception {
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.frame(PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 0, 9}));
  }

  @Test
  void windowUpdates() throws Exception {
    isEnded(ENHANCE_YOUR_CALM, (client, i) -> client.integer(WINDOW_UPDATE, 0, 1));
  }

  @Test
  void unknownFrames() throws Exception {
    isEnded(ENHANCE_YOUR_CALM, (client, i) -> client.frame(0x42, 0, 0));
  }

  @Test
  void continuations() throws Exception {
    isEnded(
        ENHANCE_YOUR_CALM,
        (client, i) -> {
          if (i == 0) {
            client.frame(HEADERS, END_STREAM, 1, block(request("GET", "/")));
          }
          client.frame(CONTINUATION, 0, 1);
        });
  }

  @Test
  void headsWithoutEnd() throws Exception {
    byte[] part = block("x", "y".repeat(2000));
    isEnded(
        PROTOCOL_ERROR,
        (client, i) -> {
          if (i == 0) {
            client.frame(HEADERS, END_STREAM, 1, block(request("GET", "/")));
          }
          client.frame(CONTINUATION, 0, 1, part);
        });
  }

  /** One field of 3 KB in the table of HPACK, then named again and again by a byte each. */
  @Test
  void aSmallHeadThatGrowsWhenItIsUnpacked() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("ok"));
        var client = connect(server)) {
      var bomb = new ByteArrayOutputStream();
      bomb.writeBytes(block(request("GET", "/")));
      byte[] field = block("x", "y".repeat(3000));
      field[0] = 0x40; // to be remembered
      bomb.writeBytes(field);
      for (int i = 0; i < 1000; i++) {
        bomb.write(0x80 | 62);
      }
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray()).send();
      assertEquals("431", client.answer(1).status());
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotAnsweredWithoutEnd() throws Exception {
    HttpApp app = request -> Response.text("x".repeat(50_000));
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(500, 1000, 60_000, 100));
        var client = connect(server, INITIAL_WINDOW_SIZE, 0)) {
      for (int stream = 1; stream < 200; stream += 2) {
        client.get(stream, "/");
      }
      client.send();
      for (int stream = 1; stream < 200; stream += 2) {
        assertEquals(Http2Error.CANCEL, client.reset(stream));
      }
      assertTrue(client.ends());
    }
  }

  @Test
  void aClientThatTakesNothingFromItsSocketIsLetGo() throws Exception {
    HttpApp app = request -> Response.text("x".repeat(1_000_000));
    try (var server = Http2TestServer.start(app, Http2TestServer.settings(500, 1000, 60_000, 100));
        var client =
            Http2Client.hello(
                new Http2Client(server.port(), 4096), INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
      client.integer(WINDOW_UPDATE, 0, 1_000_000_000);
      for (int stream = 1; stream < 200; stream += 2) {
        client.get(stream, "/");
      }
      client.send();
      while (server.server().openConnections() > 0) {
        Thread.sleep(20);
      }
    }
  }
}

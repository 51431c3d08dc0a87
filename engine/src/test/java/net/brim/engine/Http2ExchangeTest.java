package net.brim.engine;

import static net.brim.engine.Http2Client.CONTINUATION;
import static net.brim.engine.Http2Client.DATA;
import static net.brim.engine.Http2Client.END_HEADERS;
import static net.brim.engine.Http2Client.END_STREAM;
import static net.brim.engine.Http2Client.HEADERS;
import static net.brim.engine.Http2Client.INITIAL_WINDOW_SIZE;
import static net.brim.engine.Http2Client.PADDED;
import static net.brim.engine.Http2Client.WINDOW_UPDATE;
import static net.brim.engine.Http2Client.and;
import static net.brim.engine.Http2Client.block;
import static net.brim.engine.Http2Client.connect;
import static net.brim.engine.Http2Client.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.api.Body;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.Http2Client.Answer;
import net.brim.engine.Http2Client.Frame;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests and responses over HTTP/2: the same apps, whatever the frames are like. */
@Timeout(60)
final class Http2ExchangeTest {

  @TempDir Path directory;

  @Test
  void anAppSeesTheRequestAndTheClientTheResponse() throws Exception {
    HttpApp app =
        request ->
            Response.text(
                    String.join(
                        "|",
                        request.method(),
                        request.path(),
                        String.valueOf(request.query()),
                        request.protocol(),
                        request.host(),
                        request.headers().get("Host", "none"),
                        request.headers().get("Cookie", "none"),
                        "" + request.contentLength()))
                .header("X-Own", "1")
                .header("Connection", "close")
                .header("Content-Length", "99");
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client
          .headers(
              1, true, and(request("GET", "/a%20b?c"), "cookie", "a=1", "x", "y", "cookie", "b=2"))
          .send();
      Answer answer = client.answer(1);
      assertEquals("200", answer.status());
      assertEquals("GET|/a b|c|HTTP/2.0|localhost|localhost|a=1; b=2|0", answer.body());
      assertEquals("1", answer.fields().get("x-own"));
      assertEquals("Brim", answer.fields().get("server"));
      assertTrue(answer.fields().get("date").endsWith("GMT"), answer::toString);
      assertEquals("" + answer.body().length(), answer.fields().get("content-length"));
      assertFalse(answer.fields().containsKey("connection"));
      assertEquals(List.of("GET /a b HTTP/2.0 200"), server.requests(1));
    }
  }

  @Test
  void whateverPiecesThePrefaceComesIn() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("x"));
        var client = new Http2Client(server.port(), 0)) {
      for (byte b : Http2Client.PREFACE) {
        client.raw(new byte[] {b}).send();
        Thread.sleep(2); // so that it is a segment of its own
      }
      client.settings().get(1, "/").send();
      assertEquals("x", client.answer(1).body());
    }
  }

  @Test
  void withoutHttp2ThePrefaceIsAnUnknownVersion() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("x"), HttpSettings.DEFAULT);
        var client = connect(server)) {
      client.send();
      assertEquals(505, status(client));
    }
  }

  @Test
  void laterInAConnectionThePrefaceIsAnUnknownVersion() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("x"));
        var client = new Http2Client(server.port(), 0)) {
      byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      client.raw(request).raw(Http2Client.PREFACE).send();
      client.ends();
      assertEquals(List.of("GET / HTTP/1.1 200", "- 505"), server.requests(2));
    }
  }

  /** The status of an HTTP/1 response, of which the client reads frames as well as it can. */
  private static int status(Http2Client client) throws IOException {
    // "HTTP/1.1 505 …" read as a frame: length "HTT", type 'P', flags '/', stream "1.1 ".
    Frame first = client.read();
    assertTrue(first != null && first.type() == 'P' && first.flags() == '/', "" + first);
    return Integer.parseInt(new String(first.payload(), 0, 3, StandardCharsets.US_ASCII));
  }

  // --- bodies of requests ---

  @Test
  void bodiesComeWithAndWithoutALength() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo);
        var client = connect(server)) {
      client.post(1, "/", "content-length", "6").data(1, false, "one").data(1, true, "two");
      client.post(3, "/").data(3, false, "more").data(3, true, "").send();
      assertEquals("6:onetwo", client.answer(1).body());
      assertEquals("-1:more", client.answer(3).body());
    }
  }

  @Test
  void paddingIsNoContent() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo);
        var client = connect(server)) {
      byte[] head = block(request("POST", "/"));
      byte[] padded = new byte[head.length + 4];
      padded[0] = 3;
      System.arraycopy(head, 0, padded, 1, head.length);
      client.frame(HEADERS, END_HEADERS | PADDED, 1, padded);
      client.frame(DATA, END_STREAM | PADDED, 1, (byte) 2, (byte) 'x', (byte) 0, (byte) 0).send();
      assertEquals("-1:x", client.answer(1).body());
    }
  }

  @Test
  void aHeadMayComeInManyFrames() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo);
        var client = connect(server)) {
      byte[] head = block(request("POST", "/"));
      client.frame(HEADERS, END_STREAM, 1, Arrays.copyOf(head, 5));
      client.frame(CONTINUATION, 0, 1, Arrays.copyOfRange(head, 5, 9));
      client.frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(head, 9, head.length)).send();
      assertEquals("0:", client.answer(1).body());
    }
  }

  @Test
  void trailersComeBehindTheBody() throws Exception {
    HttpApp app =
        request -> {
          String before = request.trailers().get("x-sum", "none");
          String body = new String(request.body().readAllBytes(), StandardCharsets.US_ASCII);
          return Response.text(before + " " + body + " " + request.trailers().get("X-Sum"));
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.post(1, "/").data(1, false, "body").headers(1, true, "x-sum", "7").send();
      assertEquals("none body 7", client.answer(1).body());
    }
  }

  @Test
  void aLargeBodyComesThroughAWindowThatIsGivenBack() throws Exception {
    HttpApp app = request -> Response.text("" + request.body().readAllBytes().length);
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.post(1, "/").send();
      int window = 65_535;
      String piece = "x".repeat(16_000);
      for (int sent = 0; sent < 50; sent++) {
        while (window < piece.length()) {
          window += client.await(WINDOW_UPDATE, 1).integer(0);
        }
        client.data(1, sent == 49, piece).send();
        window -= piece.length();
      }
      assertEquals("800000", client.answer(1).body());
    }
  }

  @Test
  void aRestThatNobodyReadsIsThrownAway() throws Exception {
    HttpApp app = request -> Response.text("enough");
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.post(1, "/").data(1, false, "some").send();
      assertEquals("enough", client.answer(1).body());
      for (int i = 0; i < 10; i++) {
        client.data(1, i == 9, "x".repeat(16_384));
        if (i % 2 == 1 && i < 9) {
          client.send();
          client.await(WINDOW_UPDATE, 1);
        }
      }
      client.get(3, "/").send();
      for (Frame frame = client.read(); ; frame = client.read()) {
        assertTrue(frame != null && frame.type() != Http2Client.RST_STREAM, "" + frame);
        if (frame.is(HEADERS, 3)) {
          break;
        }
      }
    }
  }

  @Test
  void aLongRestIsNotWaitedFor() throws Exception {
    HttpApp app = request -> Response.text("enough");
    HttpSettings hasty = Http2TestServer.settings(300, 60_000, 60_000, 100);
    try (var server = Http2TestServer.start(app, hasty);
        var client = connect(server)) {
      client.post(1, "/", "content-length", "900000").send();
      assertEquals("enough", client.answer(1).body());
      assertEquals(Http2Error.NO_ERROR, client.reset(1));
      client.post(3, "/").send(); // and nothing comes
      assertEquals("enough", client.answer(3).body());
      assertEquals(Http2Error.NO_ERROR, client.reset(3));
      client.data(3, false, "late").data(3, true, "and later").get(5, "/").send();
      assertEquals("enough", client.answer(5).body());
    }
  }

  @Test
  void unreadBodiesDoNotUseUpTheConnection() throws Exception {
    HttpApp app = request -> Response.text("enough");
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      for (int stream = 1; stream < 80; stream += 2) {
        client.post(stream, "/");
        for (int i = 0; i < 4; i++) {
          client.data(stream, false, "x".repeat(16_000));
        }
        client.send();
        assertEquals("enough", client.answer(stream).body());
      }
    }
  }

  @Test
  void aBodyBeyondTheLimitGets413() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo);
        var client = connect(server)) {
      client.post(1, "/", "content-length", "1000001").send();
      assertEquals("413", client.answer(1).status());
      client.post(3, "/").send();
      int window = 65_535;
      for (int i = 0; i < 63; i++) {
        while (window < 16_000) {
          window += client.await(WINDOW_UPDATE, 3).integer(0);
        }
        client.data(3, false, "x".repeat(16_000)).send();
        window -= 16_000;
      }
      assertEquals("413", client.answer(3).status());
      assertEquals(List.of("POST / HTTP/2.0 413", "POST / HTTP/2.0 413"), server.requests(2));
    }
  }

  @Test
  void aClientThatWaitsToBeInvitedIs() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo);
        var client = connect(server)) {
      client.post(1, "/", "expect", "100-continue").send();
      Frame interim = client.await(HEADERS, 1);
      assertEquals("100", "" + client.decode(interim).status());
      assertFalse(interim.endsStream());
      client.data(1, true, "here").send();
      Answer answer = client.answer(1);
      assertEquals("200 -1:here", answer.status() + " " + answer.body());
      client.post(3, "/", "expect", "miracles").send();
      assertEquals("417", client.answer(3).status());
    }
  }

  // --- bodies of responses ---

  @Test
  void someResponsesHaveNoContent() throws Exception {
    HttpApp app =
        request ->
            switch (request.path()) {
              case "/204" -> Response.of(Status.NO_CONTENT);
              case "/304" -> Response.of(Status.NOT_MODIFIED).header("ETag", "\"1\"");
              default -> Response.text("four");
            };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/204").get(3, "/304").headers(5, true, request("HEAD", "/")).send();
      for (int stream = 1; stream <= 5; stream += 2) {
        Frame head = client.await(HEADERS, stream);
        assertTrue(head.endsStream());
        var fields = client.decode(head);
        assertEquals(
            stream == 5 ? "4" : "null", String.valueOf(fields.get("content-length")), "" + fields);
      }
    }
  }

  @Test
  void aResponseLeavesInOnePiece() throws Exception {
    try (var server = Http2TestServer.start(request -> Response.text("small"));
        var client = connect(server)) {
      client.get(1, "/").send();
      assertFalse(client.await(HEADERS, 1).endsStream());
      Frame data = client.await(DATA, 1);
      assertTrue(data.endsStream());
      assertEquals(5, data.payload().length);
    }
  }

  @Test
  void contentComesInEveryForm() throws Exception {
    byte[] content = new byte[300_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i / 7);
    }
    Path file = Files.write(directory.resolve("file"), content);
    HttpApp app =
        request ->
            switch (request.path()) {
              case "/bytes" -> Response.bytes("a/b", content);
              case "/file" -> Response.of(Status.OK).body(file, 100, 200_000);
              case "/stream" -> Response.of(Status.OK).body(new ByteArrayInputStream(content));
              case "/sized" ->
                  Response.of(Status.OK)
                      .body(new Body.Stream(new ByteArrayInputStream(content), content.length));
              default ->
                  Response.of(Status.OK)
                      .body(out -> {
                        for (int i = 0; i < content.length; i += 1000) {
                          out.write(content, i, 1000);
                        }
                      });
            };
    try (var server = Http2TestServer.start(app);
        var client = connect(server, INITIAL_WINDOW_SIZE, 10_000_000)) {
      client.integer(WINDOW_UPDATE, 0, 100_000_000);
      String whole = new String(content, StandardCharsets.ISO_8859_1);
      String part = whole.substring(100, 200_100);
      int stream = 1;
      for (String path : List.of("/bytes", "/file", "/stream", "/sized", "/writer")) {
        client.get(stream, path).send();
        assertEquals(path.equals("/file") ? part : whole, client.answer(stream).body(), path);
        stream += 2;
      }
    }
  }

  @Test
  void eachFlushReachesTheClient() throws Exception {
    var next = new CountDownLatch(1);
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.write('1');
                  out.flush();
                  await(next);
                  out.write('2');
                });
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      assertEquals(1, client.await(DATA, 1).payload().length);
      next.countDown();
      Frame rest = client.await(DATA, 1);
      assertEquals("2", new String(rest.payload(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void anotherThreadMayWrite() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  for (int i = 0; i < 50; i++) {
                    out.write("own ".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    Thread other =
                        Thread.ofPlatform()
                            .start(() -> {
                              try {
                                out.write("other ".getBytes(StandardCharsets.US_ASCII));
                                out.flush();
                              } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                              }
                            });
                    join(other);
                  }
                });
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      assertEquals("own other ".repeat(50), client.answer(1).body());
    }
  }

  @Test
  void aFailureBeforeTheHeadIsA500AndBehindItAReset() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  if (request.path().equals("/late")) {
                    out.write(1);
                    out.flush();
                  }
                  throw new IllegalStateException("broken");
                });
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/early").send();
      assertEquals("500", client.answer(1).status());
      client.get(3, "/late").send();
      assertEquals(Http2Error.INTERNAL_ERROR, client.reset(3));
      client.get(5, "/early").send();
      assertEquals("500", client.answer(5).status());
    }
  }

  // --- windows ---

  @Test
  void contentWaitsForTheWindowOfItsStreamAndOfTheConnection() throws Exception {
    HttpApp app = request -> Response.text("x".repeat(100_000));
    try (var server = Http2TestServer.start(app);
        var client = connect(server, INITIAL_WINDOW_SIZE, 10)) {
      client.get(1, "/").ping(1).send();
      assertEquals(10, client.await(DATA, 1).payload().length);
      client.integer(WINDOW_UPDATE, 1, 99_000).send();
      assertEquals(65_535 - 10, dataUntilPing(client, 1));
      client.integer(WINDOW_UPDATE, 0, 100_000).send();
      assertEquals(99_010 - 65_535, dataUntilPing(client, 1));
      client.settings(INITIAL_WINDOW_SIZE, 1000).send();
      String rest = client.answer(1).body();
      assertEquals(100_000 - 99_010, rest.length());
    }
  }

  /** How much content comes by what was sent before: the second PING is answered behind it. */
  private static int dataUntilPing(Http2Client client, int stream) throws Exception {
    int length = 0;
    for (int ping = 8; ping <= 9; ping++) {
      client.ping(ping).send();
      for (Frame frame = client.read(); ; frame = client.read()) {
        if (frame == null) {
          throw new AssertionError("the connection ended");
        }
        if (frame.is(DATA, stream)) {
          length += frame.payload().length;
        } else if (frame.is(Http2Client.PING, 0) && frame.payload()[7] == ping) {
          break;
        }
      }
    }
    return length;
  }

  @Test
  void aStreamWithoutWindowDoesNotHoldUpOthers() throws Exception {
    HttpApp app = request -> Response.text("x".repeat(50_000));
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      assertEquals(50_000, client.answer(1).body().length());
      client.get(3, "/").get(5, "/").send();
      assertEquals(15_535, client.await(DATA, 3).payload().length);
      client.integer(WINDOW_UPDATE, 0, 200_000).send();
      assertEquals(50_000, client.answer(5).body().length());
    }
  }

  @Test
  void manyStreamsAtOnceShareTheConnection() throws Exception {
    HttpApp app = request -> Response.text(request.path() + "x".repeat(20_000));
    try (var server = Http2TestServer.start(app);
        var client = connect(server, INITIAL_WINDOW_SIZE, 1_000_000)) {
      client.integer(WINDOW_UPDATE, 0, 100_000_000);
      for (int stream = 1; stream < 200; stream += 2) {
        client.get(stream, "/" + stream);
      }
      client.send();
      var bodies = new java.util.HashMap<Integer, Integer>();
      int ended = 0;
      while (ended < 100) {
        Frame frame = client.read();
        if (frame != null && frame.type() == DATA) {
          bodies.merge(frame.stream(), frame.payload().length, Integer::sum);
          ended += frame.endsStream() ? 1 : 0;
        }
      }
      for (int stream = 1; stream < 200; stream += 2) {
        assertEquals(("/" + stream).length() + 20_000, bodies.get(stream));
      }
    }
  }

  @Test
  void aSlowAppDoesNotHoldUpOthers() throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/slow")) {
            await(release);
          }
          return Response.text(request.path());
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/slow").get(3, "/slow").get(5, "/fast").send();
      assertEquals("/fast", client.answer(5).body());
      client.get(7, "/fast").send();
      assertEquals("/fast", client.answer(7).body());
      release.countDown();
      client.await(HEADERS, 1);
      client.await(HEADERS, 3);
    }
  }

  // --- streams that end early ---

  @Test
  void aResetStreamIsAClientThatLeft() throws Exception {
    var failed = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/read")) {
            try {
              request.body().readAllBytes();
            } finally {
              failed.countDown();
            }
          }
          return Response.text("x");
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.post(1, "/read").data(1, false, "some").send();
      client.get(3, "/").send();
      client.answer(3);
      client.integer(Http2Client.RST_STREAM, 1, 8).send();
      await(failed);
      assertEquals(
          List.of("GET / HTTP/2.0 200", "POST /read HTTP/2.0 499 disconnect"), server.requests(2));
      assertEquals(List.of(), server.lines());
    }
  }

  @Test
  void aWriterLearnsOfAReset() throws Exception {
    var pieces = new AtomicInteger();
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  while (true) {
                    out.write(new byte[10_000]);
                    pieces.incrementAndGet();
                  }
                });
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      client.await(DATA, 1);
      client.integer(Http2Client.RST_STREAM, 1, 8).send();
      assertEquals(List.of("GET / HTTP/2.0 200 disconnect"), server.requests(1));
      assertTrue(pieces.get() < 100, "the writer was not held back: " + pieces);
    }
  }

  @Test
  void aClosedConnectionEndsAllStreams() throws Exception {
    try (var server = Http2TestServer.start(Http2ExchangeTest::echo)) {
      try (var client = connect(server)) {
        client.post(1, "/a").post(3, "/b").get(5, "/c").send();
        client.answer(5);
      }
      server.requests(3);
      assertTrue(server.requests().contains("POST /a HTTP/2.0 499 disconnect"));
      assertTrue(server.requests().contains("POST /b HTTP/2.0 499 disconnect"));
    }
  }

  @Test
  void aClientThatShutsItsSideStillGetsItsAnswers() throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          await(release);
          return Response.text("late");
        };
    try (var server = Http2TestServer.start(app);
        var client = connect(server)) {
      client.get(1, "/").send();
      client.shutdownOutput();
      Thread.sleep(50); // either order is right
      release.countDown();
      assertEquals("late", client.answer(1).body());
      assertNull(client.read());
    }
  }

  private static Response echo(Request request) throws IOException {
    byte[] body = request.body().readAllBytes();
    return Response.text(
        request.contentLength() + ":" + new String(body, StandardCharsets.ISO_8859_1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import net.brim.api.Body;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.WireProtocol;
import net.brim.engine.threads.PoolSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

/** Apps that take longer than they may. */
@Timeout(60)
final class RequestTimeoutTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String TOO_LATE = "The server took too long for this request.\n";

  /** What the app runs on. */
  enum Model {
    VIRTUAL,
    THREADED,
    SINGLE
  }

  private record Line(String level, String text, Throwable thrown) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();

  private HttpServerBuilder builder(Model model, HttpApp app) {
    HttpServerBuilder builder =
        HttpServer.builder(app)
            .logger(logger())
            .requestLog(request -> statuses.add(request.status()))
            .requestTimeout(SHORT);
    return switch (model) {
      case VIRTUAL -> builder;
      case THREADED -> builder.threads(PoolSettings.DEFAULT);
      case SINGLE -> builder.threads(PoolSettings.single(10));
    };
  }

  private HttpServer start(Model model, HttpApp app) throws IOException {
    return builder(model, app).bind("127.0.0.1", 0).start();
  }

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == boolean.class) {
                return true;
              }
              log(method.getName(), arguments);
              return null;
            });
  }

  private void log(String level, Object[] arguments) {
    Object[] values =
        arguments.length == 2 && arguments[1] instanceof Object[] array
            ? array
            : Arrays.copyOfRange(arguments, 1, arguments.length);
    var text = org.slf4j.helpers.MessageFormatter.arrayFormat((String) arguments[0], values);
    lines.add(new Line(level, text.getMessage(), text.getThrowable()));
  }

  private static Socket connect(HttpServer server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A response with a length. */
  private static String read(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "end";
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    return text.substring(0, text.indexOf('\r'))
        + "|"
        + new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  /** The one line about a late request. */
  private Line line() {
    List<Line> late = lines.stream().filter(it -> it.text.contains("request_timeout")).toList();
    assertEquals(1, late.size(), () -> lines.toString());
    return late.getFirst();
  }

  private static void sleepFor(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @ParameterizedTest
  @EnumSource
  void anAppThatWaitsIsInterruptedAndItsClientGetsA503(Model model) throws Exception {
    HttpApp app =
        request -> {
          if (request.path().equals("/slow")) {
            sleepFor(Duration.ofHours(1));
          }
          return Response.text("done");
        };
    try (HttpServer server = start(model, app);
        Socket client = connect(server)) {
      send(client, get("/slow") + get("/quick"));
      assertEquals("HTTP/1.1 503 Service Unavailable|" + TOO_LATE, read(client));
      assertEquals("HTTP/1.1 200 OK|done", read(client));
    }
    assertEquals(List.of(503, 200), statuses);
    Line line = line();
    assertEquals("error", line.level);
    assertTrue(
        line.text.matches(
            "GET /slow: no response after \\d+\\.\\d s, limit 0\\.2 s \\(request_timeout\\);"
                + " interrupting it"),
        line.text);
    List<StackTraceElement> stack = List.of(line.thrown.getStackTrace());
    assertTrue(
        stack.stream().anyMatch(frame -> frame.getMethodName().equals("sleepFor")),
        stack::toString);
    assertEquals(0, lines.stream().filter(it -> it.text.contains("failed")).count());
  }

  @ParameterizedTest
  @EnumSource
  void anAppThatCatchesTheInterruptAndAnswersIsTooLateAllTheSame(Model model) throws Exception {
    var closed = new CountDownLatch(1);
    HttpApp app =
        request -> {
          try {
            sleepFor(Duration.ofHours(1));
          } catch (InterruptedException e) {
            // goes on with what it has
          }
          var half =
              new InputStream() {
                @Override
                public int read() {
                  return -1;
                }

                @Override
                public void close() {
                  closed.countDown();
                }
              };
          return Response.of(Status.OK).body(new Body.Stream(half, 4));
        };
    try (HttpServer server = start(model, app);
        Socket client = connect(server)) {
      send(client, get("/"));
      assertEquals("HTTP/1.1 503 Service Unavailable|" + TOO_LATE, read(client));
      closed.await();
    }
  }

  @Test
  void anAppThatUsesTheProcessorOnAHubIsSeenFromBesideIt() throws Exception {
    HttpApp app =
        request -> {
          while (!Thread.interrupted()) {
            Thread.onSpinWait();
          }
          return Response.text("at last");
        };
    try (HttpServer server = start(Model.VIRTUAL, app);
        Socket client = connect(server)) {
      send(client, get("/"));
      assertEquals("HTTP/1.1 503 Service Unavailable|" + TOO_LATE, read(client));
      List<StackTraceElement> stack = List.of(line().thrown.getStackTrace());
      assertTrue(
          stack.stream().anyMatch(it -> it.getClassName().startsWith(getClass().getName())),
          stack::toString);
    }
  }

  @Test
  void onAPoolTheClientOfAnAppThatNeverGivesWayIsAnsweredWithoutIt() throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/quick")) {
            return Response.text("done");
          }
          while (release.getCount() > 0) {
            Thread.onSpinWait();
          }
          return Response.text("at last");
        };
    try (HttpServer server = start(Model.THREADED, app);
        Socket client = connect(server);
        Socket other = connect(server)) {
      send(client, get("/stuck"));
      assertEquals("HTTP/1.1 503 Service Unavailable|" + TOO_LATE, read(client));
      assertEquals("end", read(client));
      release.countDown();
      send(other, get("/quick"));
      assertEquals("HTTP/1.1 200 OK|done", read(other));
      assertEquals(List.of(503, 200), statuses);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAppThatWaitsForTheBodyWaitsNoLonger(Model model) throws Exception {
    HttpApp app = request -> Response.text("" + request.body().readAllBytes().length);
    try (HttpServer server = start(model, app);
        Socket client = connect(server)) {
      send(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      assertEquals("HTTP/1.1 503 Service Unavailable|" + TOO_LATE, read(client));
      assertEquals("end", read(client));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsWrittenPieceByPieceMayTakeLonger(Model model) throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(
                    new Body.Writer(out -> {
                      for (int i = 0; i < 4; i++) {
                        out.write('x');
                        out.flush();
                        pause();
                      }
                    }));
    try (HttpServer server = start(model, app);
        Socket client = connect(server)) {
      send(client, "GET / HTTP/1.0\r\n\r\n");
      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(all.endsWith("\r\n\r\nxxxx"), all);
    }
    assertEquals(List.of(200), statuses);
  }

  private static void pause() {
    try {
      sleepFor(SHORT.multipliedBy(2));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStreamOfHttp2Too() throws Exception {
    HttpApp app =
        request -> {
          if (request.path().equals("/slow")) {
            sleepFor(Duration.ofHours(1));
          }
          return Response.text("done");
        };
    try (HttpServer server =
        builder(Model.VIRTUAL, app)
            .settings(http2())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .start()) {
      try (var client = Http2Client.hello(new Http2Client(server.port(), 0))) {
        client.get(1, "/slow").send();
        Http2Client.Answer late = client.answer(1);
        assertEquals("503", late.status());
        assertEquals(TOO_LATE, late.body());
        client.get(3, "/quick").send();
        assertEquals("200", client.answer(3).status());
      }
    }
    assertFalse(lines.isEmpty());
  }

  private static HttpSettings http2() {
    HttpSettings usual = HttpSettings.DEFAULT;
    return new HttpSettings(
        usual.maxRequestLine(),
        usual.maxHeaderSize(),
        usual.maxHeaders(),
        usual.maxBodySize(),
        usual.timeout(),
        usual.keepaliveTimeout(),
        usual.headerTimeout(),
        usual.maxConnections(),
        usual.nodelay(),
        usual.serverName(),
        usual.serverHeader(),
        Http2Use.ALWAYS,
        usual.http2Streams());
  }

  @Test
  void scgiAndFastCgiToo() throws Exception {
    HttpApp app =
        request -> {
          sleepFor(Duration.ofHours(1));
          return Response.text("done");
        };
    String variables = "CONTENT_LENGTH\0000\0SCGI\0001\0REQUEST_METHOD\0GET\0REQUEST_URI\0/\0";
    try (HttpServer server =
            builder(Model.VIRTUAL, app).protocol(WireProtocol.SCGI).bind("127.0.0.1", 0).start();
        Socket client = connect(server)) {
      send(client, variables.length() + ":" + variables + ",");
      assertLate(client);
    }
    byte[] begin = {1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    String pairs = "\016\003REQUEST_METHODGET\013\001REQUEST_URI/";
    try (HttpServer server =
            builder(Model.VIRTUAL, app)
                .protocol(WireProtocol.FASTCGI)
                .bind("127.0.0.1", 0)
                .start();
        Socket client = connect(server)) {
      client.getOutputStream().write(begin);
      client.getOutputStream().write(new byte[] {1, 4, 0, 1, 0, (byte) pairs.length(), 0, 0});
      send(client, pairs);
      client.getOutputStream().write(new byte[] {1, 4, 0, 1, 0, 0, 0, 0, 1, 5, 0, 1, 0, 0, 0, 0});
      assertLate(client);
    }
  }

  private static void assertLate(Socket client) throws IOException {
    String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertTrue(all.contains("Status: 503"), all);
    assertTrue(all.contains(TOO_LATE), all);
  }
}

package net.brim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Apps behind the web servers that people have, by SCGI and FastCGI. */
class WebServersTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static final Map<WebServer, WebServer.Running> RUNNING = new EnumMap<>(WebServer.class);

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http#stats]
        port = 8901
        apps = stats

        [http#fastcgi]
        ip = 127.0.0.1
        port = 8902
        protocol = fastcgi
        apps = workbench echo

        [http#scgi]
        ip = 127.0.0.1
        port = 8903
        protocol = scgi
        apps = workbench echo

        [workbench]
        call = workbench.Workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 8m

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(Workbench.classpath()));
    BRIMD.started();
  }

  @AfterAll
  static void stop() {
    RUNNING.values().forEach(server -> server.stop(BRIMD));
    BRIMD.stopped();
  }

  /** The port of that web server, which is started where it does not run yet. */
  private static int port(WebServer server) {
    server.need();
    return RUNNING
        .computeIfAbsent(server, kind -> kind.start(BRIMD, BRIMD.port(kind.isScgi() ? 8903 : 8902)))
        .port();
  }

  private static RawClient.Response ask(WebServer server, String method, String target, byte[] body)
      throws IOException {
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(method, target, body.length)
            .getBytes(UTF_8));
    request.writeBytes(body);
    try (RawClient client = RawClient.connect(port(server))) {
      client.trySend(request.toByteArray());
      return method.equals("HEAD") ? client.readHead() : client.read();
    }
  }

  private static RawClient.Response get(WebServer server, String target) throws IOException {
    return ask(server, "GET", target, new byte[0]);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void aRequestArrivesAsItWasSent(WebServer server) throws IOException {
    try (RawClient client = RawClient.connect(port(server))) {
      client.send(
          "POST /request/a%20b%2Fc?x=%41&y HTTP/1.1\r\nHost: localhost\r\nX-One: 1, 2\r\n"
              + "Cookie: a=b\r\nContent-Type: text/x\r\nContent-Length: 5\r\nProxy: evil\r\n\r\nhello");
      String text = client.read().text();
      assertTrue(text.startsWith("POST /request/a%20b%2Fc?x=%41&y HTTP/1.1\n"), text);
      for (String line :
          List.of(
              "path /request/a b/c",
              "query x=%41&y",
              "scheme http",
              "user null",
              "length 5",
              "X-One: 1, 2",
              "Cookie: a=b",
              "Content-Type: text/x",
              "Content-Length: 5")) {
        assertTrue(text.contains("\n" + line + "\n"), () -> line + " in " + text);
      }
      assertTrue(text.contains("\nhost localhost"), text);
      assertTrue(text.contains("\nremote /127.0.0.1:"), text);
      assertTrue(text.contains("\nlocal /127.0.0.1:"), text);
      assertTrue(!text.contains("evil"), text);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void largeBodiesGoBothWays(WebServer server) throws IOException {
    byte[] body = new Fragments().bytes(5_000_000);
    assertArrayEquals(body, ask(server, "POST", "/echo", body).body());
    assertEquals(9_000_000, get(server, "/bytes/9000000").body().length);
    assertEquals(4_000_000, get(server, "/zeros/4000000").body().length);
    assertEquals("one,two", get(server, "/chunks").text());
  }

  @ParameterizedTest
  @EnumSource(names = {"NGINX_FASTCGI", "NGINX_SCGI", "LIGHTTPD_FASTCGI", "LIGHTTPD_SCGI"})
  void aBodyInChunksArrives(WebServer server) throws IOException {
    try (RawClient client = RawClient.connect(port(server))) {
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
      assertEquals("hello world", client.read().text());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void headsAndStatusesArePassedOn(WebServer server) throws IOException {
    RawClient.Response head = ask(server, "HEAD", "/bytes/1000", new byte[0]);
    assertEquals(200, head.status());
    if (!server.name().startsWith("APACHE")) { // Apache leaves the length out.
      assertEquals("1000", head.header("Content-Length"));
    }
    assertEquals("text/plain; charset=utf-8", get(server, "/hello").header("Content-Type"));
    assertEquals(404, get(server, "/none").status());
    assertEquals(403, get(server, "/refuse").status());
    assertEquals(500, get(server, "/throw/x").status());
    assertEquals(500, get(server, "/broken-writer/early").status());
    try (RawClient client = RawClient.connect(port(server))) {
      for (int status : new int[] {204, 304}) {
        client.send("GET /status/" + status + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals(status, client.readHead().status());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void aBodyThatNoAppReadsDoesNoHarm(WebServer server) throws IOException {
    for (int length : new int[] {1000, 100_000, 5_000_000}) {
      byte[] body = new byte[length];
      assertEquals("ignored\n", ask(server, "POST", "/ignore", body).text(), "of " + length);
      assertEquals("hello\n", get(server, "/hello").text());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void aBodyThatBreaksOffDoesNotLookWhole(WebServer server) {
    for (String target : new String[] {"/broken-writer/late", "/broken-stream/late"}) {
      assertThrows(
          IOException.class,
          () -> {
            if (get(server, target).status() >= 500) {
              throw new IOException("the web server says that it failed");
            }
          },
          target);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_CGI")
  void requestsAtTheSameTimeKeepToThemselves(WebServer server) throws Exception {
    int port = port(server);
    var tasks = new ArrayList<Callable<Integer>>();
    for (int client = 0; client < 8; client++) {
      String name = "client " + client + " ";
      tasks.add(() -> converse(port, name));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      int answered = 0;
      for (Future<Integer> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        answered += done.get();
      }
      assertEquals(8 * 25, answered);
    }
  }

  private static int converse(int port, String name) throws IOException {
    int answered = 0;
    try (RawClient client = RawClient.connect(port)) {
      for (int i = 0; i < 25; i++) {
        String body = (name + i + " ").repeat(1 + 100 * (i % 7));
        client.send(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body));
        assertEquals(body, client.read().text());
        answered++;
      }
    }
    return answered;
  }

  @ParameterizedTest
  @EnumSource(names = {"NGINX_FASTCGI", "APACHE_FASTCGI"})
  void connectionsAreKept(WebServer server) throws IOException {
    assertEquals("hello\n", get(server, "/hello").text());
    long before = connections();
    for (int i = 0; i < 20; i++) {
      assertEquals("hello\n", get(server, "/hello").text());
    }
    long opened = connections() - before;
    assertTrue(opened < 15, () -> opened + " connections for 20 requests");
  }

  private static long connections() {
    return BRIMD.stats().get("http#fastcgi").get("connection_count").asLong();
  }

  @Test
  void theExampleRuns() throws IOException {
    WebServer.NGINX_FASTCGI.need();
    int http = Ports.free();
    Path conf =
        Files.writeString(
            BRIMD.file("nginx.conf"),
            Distribution.read("examples/behind-nginx/nginx.conf")
                .replace("8901", "" + BRIMD.port(8902))
                .replace("8904", "" + http));
    Path place = Files.createDirectory(BRIMD.file("example"));
    Program nginx =
        BRIMD.start(List.of("nginx", "-p", place.toString(), "-c", conf.toString()), place);
    Await.until(() -> "nginx: " + nginx.terminal(), () -> !Ports.isFree(http));
    assertEquals("hello\n", RawClient.get(http, "/hello").text());
    BRIMD.signal(nginx.pid(), "TERM");
    Await.until("the end of nginx", () -> !nginx.isAlive());
    Path brim = BRIMD.write("example.conf", Distribution.read("examples/behind-nginx/brimd.conf"));
    BRIMD.run("check", "-c", brim.toString()).exits(0);
  }
}

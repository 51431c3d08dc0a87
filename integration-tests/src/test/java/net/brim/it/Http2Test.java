package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/2 as curl, nghttp and h2load speak it, over plain connections with prior knowledge. */
class Http2Test {

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void configure() {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        http2 = yes
        apps = workbench echo stats

        [http#usual]
        port = 8902
        apps = workbench

        [http#never]
        port = 8903
        http2 = no
        apps = workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 100m

        [workbench]
        call = workbench.Workbench

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(Workbench.classpath()));
  }

  @Test
  void curlGetsWhatItAsksFor() {
    Clients.need("curl");
    brimd.started();
    assertEquals("2 200\n", curl("-o", "hello", "-w", "%{http_version} %{http_code}\\n", "/hello"));
    assertEquals("hello\n", brimd.read("hello"));
    assertTrue(curl("-I", "/hello").startsWith("HTTP/2 200"));
    assertEquals("2 404\n", curl("-o", "none", "-w", "%{http_version} %{http_code}\\n", "/none"));
    assertEquals("one,two", curl("/chunks"));
    assertEquals("ignored\n", curl("--data-binary", "@" + Distribution.brimd(), "/ignore"));
    assertEquals("4 null\n", curl("-d", "four", "/trailers"));
    brimd.stopped();
  }

  @Test
  void theRequestLogAndTheCountersAreThoseOfAnyRequest() {
    Clients.need("curl");
    brimd.started();
    curl("/hello?a=b");
    String line = brimd.awaitLine("brim.log", "/hello");
    assertTrue(line.contains(" GET /hello?a=b HTTP/2.0 200 6 0 - curl/"), line);
    var worker = brimd.stats().get("http").get("0");
    assertEquals(1, worker.get("request_count").asInt());
    assertEquals(1, worker.get("status_2xx_count").asInt());
    assertEquals(2, worker.get("connection_count").asInt());
    assertEquals(1, worker.get("open_connections").asInt());
    assertTrue(worker.get("bytes_written").asInt() > 50);
    brimd.stopped();
  }

  @Test
  void largeBodiesGoBothWaysThroughSmallWindows() throws IOException {
    Clients.need("curl", "nghttp");
    brimd.started();
    byte[] content = new byte[5_000_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ('a' + i / 999 % 26);
    }
    Path file = Files.write(brimd.file("large"), content);
    curl("--data-binary", "@" + file, "-o", "echoed", "/echo");
    assertEquals(-1, Files.mismatch(file, brimd.file("echoed")));
    for (String path : List.of("/file" + file, "/echo")) {
      // Windows of 1 KB for a stream and 4 KB for the connection.
      Outcome nghttp =
          path.equals("/echo")
              ? run("nghttp", "-w10", "-W12", "-d", file.toString(), url(8901, path))
              : run("nghttp", "-w10", "-W12", url(8901, path));
      assertEquals(0, nghttp.status(), nghttp::err);
      assertEquals(new String(content, StandardCharsets.US_ASCII), nghttp.out(), path);
    }
    brimd.stopped();
  }

  @Test
  void manyStreamsOfManyConnectionsAreAllAnswered() {
    Clients.need("h2load");
    brimd.started();
    Outcome load = run("h2load", "-n", "20000", "-c", "4", "-m", "32", url(8901, "/hello"));
    assertTrue(load.out().contains("status codes: 20000 2xx, 0 3xx, 0 4xx, 0 5xx"), load::out);
    Outcome uploads =
        run(
            "h2load",
            "-n",
            "400",
            "-c",
            "4",
            "-m",
            "32",
            "-w",
            "14",
            "-d",
            Distribution.brimd().toString(),
            url(8901, "/echo"));
    assertTrue(uploads.out().contains("400 2xx, 0 3xx, 0 4xx, 0 5xx"), uploads::out);
    var worker = brimd.stats().get("http").get("0");
    assertEquals(20_400, worker.get("request_count").asInt());
    assertEquals(1, worker.get("requests_running").asInt(), "that of the statistics itself");
    brimd.stopped();
  }

  @Test
  void aSlowStreamHoldsUpNoOther() throws IOException {
    Clients.need("nghttp");
    brimd.started();
    Path directory = Files.createDirectory(brimd.file("held"));
    Program nghttp = start("nghttp", url(8901, "/await" + directory), url(8901, "/hello"));
    Await.until("the slow request in the app", () -> Files.exists(directory.resolve("entered")));
    brimd.awaitLine("brim.log", "/hello");
    Files.createFile(directory.resolve("go"));
    assertEquals("hello\nawaited\n", nghttp.outcome().exits(0).out());
    brimd.stopped();
  }

  @Test
  void aServerThatShutsDownFinishesItsStreams() throws IOException {
    Clients.need("curl");
    brimd.started();
    Path directory = Files.createDirectory(brimd.file("held"));
    Program curl = start("curl", "-sS", "--http2-prior-knowledge", url(8901, "/await" + directory));
    Await.until("the request in the app", () -> Files.exists(directory.resolve("entered")));
    Program shutdown = brimd.background("shutdown", "--wait");
    Await.until("a port that is free", () -> Ports.isFree(brimd.port()));
    Files.createFile(directory.resolve("go"));
    assertEquals("awaited\n", curl.outcome().exits(0).out());
    shutdown.outcome().exits(0);
  }

  @Test
  void withoutTheOptionPlainConnectionsSpeakHttp1() {
    Clients.need("curl");
    brimd.started();
    for (int port : new int[] {8902, 8903}) {
      Outcome curl = run("curl", "-sS", "--http2-prior-knowledge", url(port, "/hello"));
      assertNotEquals(0, curl.status(), curl::toString);
      assertEquals("hello\n", run("curl", "-sS", "--http2", url(port, "/hello")).exits(0).out());
    }
    assertEquals(2, brimd.lines("brim.log", " - - - 505 ").size(), () -> brimd.read("brim.log"));
    brimd.stopped();
  }

  @Test
  void http1GoesOnBesideIt() throws IOException {
    brimd.started();
    assertEquals("hello\n", RawClient.get(brimd.port(), "/hello").text());
    brimd.stopped();
  }

  private String url(int port, String path) {
    return "http://127.0.0.1:" + brimd.port(port) + path;
  }

  /** Runs curl over HTTP/2; the last argument is a path. */
  private String curl(String... arguments) {
    var command = new java.util.ArrayList<>(List.of("curl", "-sS", "--http2-prior-knowledge"));
    command.addAll(List.of(arguments).subList(0, arguments.length - 1));
    command.add(url(8901, arguments[arguments.length - 1]));
    return brimd.start(command, brimd.home()).outcome().exits(0).out();
  }

  private Outcome run(String... command) {
    return start(command).outcome();
  }

  private Program start(String... command) {
    return brimd.start(List.of(command), brimd.home());
  }
}

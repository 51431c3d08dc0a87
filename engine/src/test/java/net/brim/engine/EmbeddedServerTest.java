package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import net.brim.api.HttpApp;
import net.brim.api.PathDispatcher;
import net.brim.api.Response;
import net.brim.api.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server as a program of its own uses it. */
@Timeout(60)
final class EmbeddedServerTest {

  private static final HttpApp HELLO = request -> Response.text("hello " + request.path());

  @TempDir Path directory;

  private static HttpServer started(HttpApp app) throws IOException {
    return HttpServer.builder(app).bind("127.0.0.1", 0).start();
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String get(int port, String path) throws IOException {
    try (Socket client = connect(port)) {
      send(client, path);
      return answer(client);
    }
  }

  private static void send(Socket client, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(ascii(request));
  }

  /** The body of all that comes. */
  private static String answer(Socket client) throws IOException {
    String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return all.substring(all.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void servesAtEveryAddressThatWasBound() throws Exception {
    try (HttpServer server =
        HttpServer.builder(HELLO).bind("127.0.0.1", 0).bind("127.0.0.1", 0).bind(0).start()) {
      assertEquals(3, server.addresses().size());
      assertEquals(server.addresses().getFirst().getPort(), server.port());
      for (InetSocketAddress address : server.addresses()) {
        assertEquals("hello /x", get(address.getPort(), "/x"));
      }
    }
  }

  @Test
  void nothingFollowsARequestThatAThreadStillReads() throws Exception {
    HttpApp app =
        request -> {
          var stray = new FutureTask<>(() -> request.body().read(new byte[100]));
          Thread thread = Thread.ofPlatform().daemon().start(stray);
          while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
          }
          return Response.text("given up");
        };
    try (HttpServer server = started(app);
        Socket client = connect(server.port())) {
      client.setSoTimeout(10_000);
      client
          .getOutputStream()
          .write(ascii("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"));
      assertEquals("given up", answer(client), "and then the connection ends");
    }
  }

  @Test
  void aUnixSocketIsAnAddressToo() throws Exception {
    HttpApp app =
        request ->
            Response.text(
                request.remoteAddress().equals(UnixDomainSocketAddress.of(""))
                    + " "
                    + request.localAddress());
    Path path = directory.resolve("s");
    var address = UnixDomainSocketAddress.of(path);
    try (HttpServer server = HttpServer.builder(app).bind(address).start()) {
      assertEquals(List.of(), server.addresses());
      try (SocketChannel client = SocketChannel.open(address)) {
        client.write(ByteBuffer.wrap(ascii("GET / HTTP/1.0\r\n\r\n")));
        byte[] response = Channels.newInputStream(client).readAllBytes();
        String text = new String(response, StandardCharsets.US_ASCII);
        assertTrue(text.endsWith("\r\n\r\ntrue " + path), text);
      }
      Path text = Files.writeString(directory.resolve("text"), "text");
      for (Path taken : new Path[] {path, text}) {
        var second = HttpServer.builder(app).bind(UnixDomainSocketAddress.of(taken));
        var refused = assertThrows(IOException.class, second::start);
        assertEquals(
            "cannot listen on unix:" + taken + ": Address already in use", refused.getMessage());
      }
      SocketChannel.open(address).close();
      assertEquals("text", Files.readString(text));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void aRequestWithoutHostIsForTheServersOwnName() throws Exception {
    try (HttpServer server = started(request -> Response.text(request.host()))) {
      for (String[] host :
          new String[][] {{"", "localhost"}, {"Host: example.org:81\r\n", "example.org:81"}}) {
        try (Socket client = connect(server.port())) {
          client.getOutputStream().write(ascii("GET / HTTP/1.0\r\n" + host[0] + "\r\n"));
          assertEquals(host[1], answer(client));
        }
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void answersItselfBeforeItHasClients() throws Exception {
    HttpApp app =
        request ->
            switch (request.path()) {
              case "/warm" ->
                  Response.text(request.query() + request.headers().get("User-Agent", ""));
              case "/broken" -> throw new IllegalStateException("on purpose");
              default -> Response.of(Status.NOT_FOUND).text("text/plain", "");
            };
    try (HttpServer server = HttpServer.builder(app).bind("127.0.0.1", 0).build()) {
      assertEquals(200, server.warmUp("/warm?x"));
      assertEquals(404, server.warmUp("/none"));
      assertEquals(500, server.warmUp("/broken"));
      assertEquals(List.of(), server.addresses());
      assertEquals(3, server.stats().requestCount());
      assertEquals(0, server.stats().connectionCount());
      assertEquals(0, server.openConnections());
    }
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      HttpServerBuilder builder =
          HttpServer.builder(HELLO).bind("127.0.0.1", 0).bind("127.0.0.1", port);
      IOException problem = assertThrows(IOException.class, builder::start);
      String start = "cannot listen on port " + port + " of 127.0.0.1: ";
      assertTrue(problem.getMessage().startsWith(start), problem.getMessage());
      assertTrue(problem.getMessage().contains("ddress already in use"), problem.getMessage());
    }
    var unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 80);
    var problem =
        assertThrows(
            UnknownHostException.class, () -> HttpServer.builder(HELLO).bind(unknown).start());
    assertEquals(
        "cannot listen on port 80 of no.such.host.invalid: no host of that name is known",
        problem.getMessage());
    var early = assertThrows(IllegalStateException.class, () -> HttpServer.builder(HELLO).start());
    assertEquals("a server needs an address: call bind before start", early.getMessage());
  }

  @Test
  void aServerThatCannotStartLeavesNothingOpen() throws Exception {
    int first;
    try (var free = new ServerSocket(0)) {
      first = free.getLocalPort();
    }
    try (var taken = new ServerSocket(0)) {
      HttpServerBuilder builder =
          HttpServer.builder(HELLO).bind("127.0.0.1", first).bind(taken.getLocalPort());
      assertThrows(IOException.class, builder::start);
      assertThrows(ConnectException.class, () -> connect(first));
    }
  }

  @Test
  void stoppingLetsRequestsFinish() throws Exception {
    var entered = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    HttpServer server =
        started(request -> {
          entered.countDown();
          goOn.await();
          return Response.text("done");
        });
    try (Socket client = connect(server.port())) {
      send(client, "/");
      entered.await();
      var stopped = new CountDownLatch(1);
      Thread stopping =
          Thread.ofPlatform()
              .start(() -> {
                if (server.stop(Duration.ofSeconds(40))) {
                  stopped.countDown();
                }
              });
      while (accepts(server.port())) {
        Thread.sleep(10);
      }
      assertEquals(1, stopped.getCount());
      goOn.countDown();
      assertEquals("done", answer(client));
      stopping.join();
      assertEquals(0, stopped.getCount());
    }
    server.join();
  }

  @Test
  void stoppingServesWhatHasArrivedAndWhatIsOnItsWay() throws Exception {
    var entered = new CountDownLatch(1);
    HttpServer server =
        started(request -> {
          entered.countDown();
          return Response.bytes("x/y", new byte[8_000_000]);
        });
    try (Socket client = connect(server.port());
        Socket fresh = connect(server.port())) {
      until(() -> server.openConnections() == 2);
      String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
      client.getOutputStream().write(ascii(request + request));
      entered.await();
      Thread stopping = Thread.ofPlatform().start(() -> server.stop(Duration.ofSeconds(40)));
      while (accepts(server.port())) {
        Thread.sleep(10);
      }
      send(fresh, "/");
      assertEquals(8_000_000, answer(fresh).length());
      assertTrue(client.getInputStream().readAllBytes().length > 16_000_000);
      stopping.join();
    }
    server.join();
  }

  private static boolean accepts(int port) throws IOException {
    try {
      connect(port).close();
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void stoppingSeversWhatTakesTooLong() throws Exception {
    var entered = new CountDownLatch(1);
    HttpServer server =
        started(request -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return Response.text("never");
        });
    try (Socket client = connect(server.port())) {
      send(client, "/");
      entered.await();
      assertFalse(server.stop(Duration.ofMillis(50)));
      assertTrue(closed(client));
    }
    server.join();
  }

  private static boolean closed(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (IOException e) {
      return true; // reset
    }
  }

  @Test
  void closingAgainDoesNothing() throws Exception {
    HttpServer server = started(HELLO);
    server.close();
    server.close();
    assertTrue(server.stop());
    assertTrue(server.drain(Duration.ofSeconds(1)));
    server.join();
    var problem =
        assertThrows(IllegalStateException.class, () -> server.bind(new InetSocketAddress(0), 1));
    assertEquals("the server is closed", problem.getMessage());
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    var entered = new CountDownLatch(1);
    HttpServer server =
        started(request -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return Response.text("never");
        });
    try (Socket client = connect(server.port())) {
      send(client, "/");
      entered.await();
      Thread.currentThread().interrupt();
      assertFalse(server.stop(Duration.ofHours(1)));
      assertTrue(Thread.interrupted());
    }
    server.join();
  }

  @Test
  void countsWhatItDoes() throws Exception {
    HttpApp app =
        request -> {
          request.stats().incr("mine");
          return Response.text("" + request.server().stats());
        };
    HttpApp site = PathDispatcher.of(Map.of("/stats", app, "/hello", HELLO));
    try (HttpServer server = started(site)) {
      assertEquals("hello /", get(server.port(), "/hello"));
      get(server.port(), "/none");
      String seen = get(server.port(), "/stats");
      until(() -> server.openConnections() == 0);

      ServerStats stats = server.stats();
      assertEquals(3, stats.requestCount());
      assertEquals(2, stats.statusCount(2));
      assertEquals(1, stats.statusCount(4));
      assertEquals(3, stats.connectionCount());
      assertEquals(0, stats.openConnections());
      assertEquals(0, stats.requestsRunning());
      assertTrue(stats.bytesRead() > 100 && stats.bytesWritten() > 100, stats::toString);
      assertTrue(stats.workTime().isPositive());
      assertEquals(3L, stats.toMap().get("request_count"));
      assertEquals(1L, stats.toMap().get("status_4xx_count"));
      assertEquals(0L, stats.toMap().get("status_1xx_count"));
      assertEquals(stats.since().getEpochSecond(), stats.toMap().get("start_time"));
      assertTrue(seen.contains("http={0={") && seen.contains("mine=1"), seen);
      assertTrue(seen.contains("request_count=2"), seen);

      server.clearStats();
      assertEquals(0, server.stats().requestCount());
      assertEquals(0, server.stats().statusCount(2));
      assertFalse(server.stats().since().isBefore(stats.since()));
    }
  }

  private static void until(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }
}

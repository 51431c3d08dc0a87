package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only shows with real sockets: back-pressure, endings, and threads that meet. */
@Timeout(30)
final class HttpServerTest {

  private static final String END = "\r\n\r\n";

  @TempDir Path directory;

  @Test
  void aRequestWithoutHostIsForTheServersOwnName() throws Exception {
    HttpApp app = request -> Response.text(request.host());
    try (HttpServer server = server(app, HttpSettings.DEFAULT)) {
      for (String host : new String[] {"localhost", "example.org:81"}) {
        try (Socket client = connect(server, 16 * 1024)) {
          String field = host.equals("localhost") ? "" : "\r\nHost: " + host;
          send(client, "GET / HTTP/1.0" + field + END);
          String response =
              new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
          assertTrue(response.endsWith(END + host), response);
        }
      }
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
        client.write(ByteBuffer.wrap(("GET / HTTP/1.0" + END).getBytes(StandardCharsets.US_ASCII)));
        var in = Channels.newInputStream(client);
        String response = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(response.endsWith(END + "true " + path), response);
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

  // --- endings ---

  @Test
  void aClosingConnectionSendsAWholeFileToASlowReader() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[24_000_000]);
    HttpApp app = request -> Response.of(Status.OK).body(file, 0, 24_000_000);
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server, 16 * 1024)) {
      send(client, "GET / HTTP/1.0" + END);
      client.getInputStream().readNBytes(1000);
      Thread.sleep(3500); // longer than a finished connection lingers
      assertTrue(client.getInputStream().readAllBytes().length > 23_990_000);
    }
  }

  @Test
  void aSlowDownloadOutlivesTheIdleTimeout() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[24_000_000]);
    HttpApp app = request -> Response.of(Status.OK).body(file, 0, 24_000_000);
    try (HttpServer server = server(app, hasty(5000, 200, 5000));
        Socket client = connect(server, 16 * 1024)) {
      send(client, get("/"));
      head(client);
      Thread.sleep(3500);
      assertEquals(24_000_000, client.getInputStream().readNBytes(24_000_000).length);
    }
  }

  @Test
  void aClientThatStopsReadingAFileIsGivenUp() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[24_000_000]);
    HttpApp app = request -> Response.of(Status.OK).body(file, 0, 24_000_000);
    try (HttpServer server = server(app, hasty(300, 60_000, 5000));
        Socket client = connect(server, 16 * 1024)) {
      send(client, get("/"));
      client.getInputStream().readNBytes(1000);
      until(() -> server.openConnections() == 0);
    }
  }

  @Test
  void anAnswerBeforeOneThatBreaksOffArrives() throws Exception {
    HttpApp app =
        request ->
            request.path().equals("/good")
                ? Response.text("good")
                : Response.of(Status.OK)
                    .body(out -> {
                      throw new IOException("broken");
                    });
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, get("/good") + get("/bad"));
      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(all.contains(END + "good"), all);
      assertFalse(all.endsWith("0" + END), all);
    }
  }

  @Test
  void aBodyThatOnlyItsEndDelimitsDoesNotEndWellWhenItBreaksOff() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.write(new byte[100]);
                  out.flush();
                  throw new IOException("broken");
                });
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, "GET / HTTP/1.0" + END);
      org.junit.jupiter.api.Assertions.assertThrows(
          IOException.class, () -> client.getInputStream().readAllBytes());
    }
  }

  @Test
  void aBodyThatFailsBeforeAnyOfItWasSentGetsA500() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.write(new byte[100]);
                  throw new IOException("broken");
                });
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, get("/"));
      assertTrue(head(client).startsWith("HTTP/1.1 500"));
    }
  }

  @Test
  void aStreamThatCanNoLongerBeSentIsClosed() throws Exception {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    HttpApp app =
        request -> {
          asked.countDown();
          Thread.sleep(500);
          return Response.of(Status.OK)
              .body(
                  new ByteArrayInputStream(new byte[10]) {
                    @Override
                    public void close() {
                      closed.countDown();
                    }
                  });
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT)) {
      try (Socket client = connect(server)) {
        client.setSoLinger(true, 0);
        send(client, get("/"));
        asked.await();
      }
      assertTrue(closed.await(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void drainingServesWhatHasArrivedAndWhatIsOnItsWay() throws Exception {
    var entered = new CountDownLatch(1);
    HttpApp app =
        request -> {
          entered.countDown();
          return Response.bytes("x/y", new byte[8_000_000]);
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server, 16 * 1024);
        Socket fresh = connect(server)) {
      send(client, get("/") + get("/second"));
      entered.await();
      until(() -> server.openConnections() == 2);
      Thread.sleep(200); // so that the second request is in the connection too
      Thread drain =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  server.drain(Duration.ofSeconds(10));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(200);
      send(fresh, get("/"));
      assertTrue(fresh.getInputStream().readAllBytes().length > 8_000_000);
      assertTrue(client.getInputStream().readAllBytes().length > 16_000_000);
      drain.join();
    }
  }

  @Test
  void aClientThatHasShutItsOutputGetsALargeAnswer() throws Exception {
    HttpApp app = request -> Response.bytes("x/y", new byte[8_000_000]);
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server, 16 * 1024)) {
      send(client, get("/") + get("/"));
      client.shutdownOutput();
      Thread.sleep(300);
      assertTrue(client.getInputStream().readAllBytes().length > 16_000_000);
    }
  }

  // --- back-pressure ---

  @Test
  void aClientThatAsksButDoesNotReadIsNotServedOnAndOn() throws Exception {
    var served = new AtomicInteger();
    HttpApp app =
        request -> {
          served.incrementAndGet();
          return Response.bytes("x/y", new byte[15_000]);
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server, 16 * 1024)) {
      for (int i = 0; i < 2000; i++) {
        send(client, get("/"));
        if (i % 10 == 0) {
          Thread.sleep(1);
        }
      }
      Thread.sleep(300);
      assertTrue(served.get() < 1000, () -> served + " answers of 15,000 bytes lie around");
    }
  }

  @Test
  void aClientThatAsksForFilesButDoesNotReadHoldsFewDescriptors() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[20_000_000]);
    HttpApp app = request -> Response.of(Status.OK).body(file, 0, 20_000_000);
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server, 16 * 1024)) {
      send(client, get("/").repeat(500));
      Thread.sleep(500);
      try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
        long open =
            descriptors
                .filter(fd -> {
                  try {
                    return Files.readSymbolicLink(fd).equals(file);
                  } catch (IOException e) {
                    return false;
                  }
                })
                .count();
        assertTrue(open <= 2, () -> open + " descriptors for one client");
      }
    }
  }

  @Test
  void anEventStreamThatNobodyReadsIsGivenUp() throws Exception {
    var sent = new AtomicLong();
    var over = new CountDownLatch(1);
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  try {
                    while (true) {
                      out.write(new byte[4000]);
                      out.flush();
                      sent.addAndGet(4000);
                      yieldOnce();
                    }
                  } catch (IOException e) {
                    over.countDown();
                    throw e;
                  }
                });
    try (HttpServer server = server(app, hasty(300, 5000, 5000));
        Socket client = connect(server, 16 * 1024)) {
      send(client, get("/"));
      assertTrue(over.await(10, TimeUnit.SECONDS));
      assertTrue(sent.get() < 20_000_000, () -> sent + " bytes");
    }
  }

  // --- pipelines ---

  @Test
  void anAnswerDoesNotWaitForTheNextRequest() throws Exception {
    var release = new CountDownLatch(1);
    HttpApp app =
        request -> {
          if (request.path().equals("/slow")) {
            release.await();
          }
          return Response.text(request.path());
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, get("/fast") + get("/slow"));
      client.setSoTimeout(3000);
      assertTrue(head(client).startsWith("HTTP/1.1 200"));
      release.countDown();
    }
  }

  @Test
  void noInterimResponseIsSentWithinAnAnswer() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.flush();
                  request.body().transferTo(out);
                });
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5" + END);
      Thread.sleep(200);
      send(client, "hello");
      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertFalse(all.contains("100 Continue"), all);
      assertTrue(all.endsWith("5\r\nhello\r\n0" + END), all);
    }
  }

  @Test
  void noAppCanAnswerWithAnInterimStatus() throws Exception {
    HttpApp app =
        request ->
            request.path().equals("/")
                ? Response.of(new Status(103, "Early Hints"))
                : Response.text("next");
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      send(client, get("/") + get("/next"));
      assertTrue(head(client).startsWith("HTTP/1.1 500"));
    }
  }

  // --- threads ---

  @Test
  void anAppThatInterruptsItselfStopsNothing() throws Exception {
    HttpApp app =
        request -> {
          Thread.currentThread().interrupt();
          return request.path().equals("/large")
              ? Response.bytes("x/y", new byte[1_000_000])
              : Response.text("interrupted");
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            try (Socket client = connect(server)) {
              for (int i = 0; i < 3; i++) {
                send(client, get("/"));
                assertTrue(head(client).startsWith("HTTP/1.1 200"));
                client.getInputStream().readNBytes("interrupted".length());
              }
              send(client, get("/large"));
              head(client);
              assertEquals(1_000_000, client.getInputStream().readNBytes(1_000_000).length);
            }
          });
    }
  }

  @Test
  void anInterruptWithinABodyIsKeptForTheApp() throws Exception {
    HttpApp app =
        request -> {
          Thread.currentThread().interrupt();
          request.body().readAllBytes();
          return Response.text(Thread.interrupted() ? "kept" : "lost");
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            try (Socket client = connect(server)) {
              send(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5" + END);
              Thread.sleep(200);
              send(client, "hello");
              head(client);
              assertEquals("kept", text(client, 4));
            }
          });
    }
  }

  @Test
  void aThreadThatYieldsLeavesOthersTheirTurn() throws Exception {
    var done = new java.util.concurrent.atomic.AtomicBoolean();
    HttpApp app =
        request -> {
          if (request.path().equals("/spin")) {
            while (!done.get()) {
              yieldOnce();
            }
          }
          done.set(!request.path().equals("/start"));
          return Response.text("x");
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket spinning = connect(server);
        Socket other = connect(server)) {
      send(spinning, get("/spin"));
      Thread.sleep(100);
      other.setSoTimeout(8000);
      send(other, get("/"));
      head(other);
      head(spinning);
    }
  }

  @Test
  void otherThreadsMayWriteABody() throws Exception {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  for (int round = 0; round < 20; round++) {
                    out.write("own;".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    joined(() -> {
                      for (int i = 0; i < 50; i++) {
                        out.write("foreign;".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                      }
                    });
                  }
                });
    String expected = ("own;" + "foreign;".repeat(50)).repeat(20);
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      for (int i = 0; i < 100; i++) {
        send(client, get("/"));
        head(client);
        assertEquals(expected, chunks(client));
      }
    }
  }

  @Test
  void aThreadThatWritesOnDoesNotGetIntoTheNextAnswer() throws Exception {
    HttpApp app =
        request -> {
          if (request.path().equals("/next")) {
            return Response.text("next");
          }
          return Response.of(Status.OK)
              .body(out -> {
                var started = new CountDownLatch(1);
                Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                      try {
                        while (true) {
                          out.write("abcdefgh".repeat(2000).getBytes(StandardCharsets.US_ASCII));
                          out.flush();
                          started.countDown();
                        }
                      } catch (IOException e) {
                        started.countDown(); // The response is over.
                      }
                    });
                await(started);
              });
        };
    try (HttpServer server = server(app, HttpSettings.DEFAULT);
        Socket client = connect(server)) {
      for (int i = 0; i < 100; i++) {
        send(client, get("/") + get("/next"));
        head(client);
        assertTrue(chunks(client).replace("abcdefgh", "").isEmpty());
        assertTrue(head(client).startsWith("HTTP/1.1 200"));
        assertEquals("next", text(client, 4));
      }
    }
  }

  @Test
  void oneThreadMayReadWhileAnotherWrites() throws Exception {
    int length = 3_000_000;
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  var read = new AtomicLong();
                  Thread reader =
                      Thread.ofVirtual()
                          .start(() -> {
                            try {
                              read.set(request.body().readAllBytes().length);
                            } catch (IOException e) {
                              read.set(-1);
                            }
                          });
                  out.write(new byte[length]);
                  join(reader);
                  out.write(("" + read).getBytes(StandardCharsets.US_ASCII));
                });
    try (HttpServer server = server(app, hasty(3000, 5000, 5000));
        Socket client = connect(server)) {
      send(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + END);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.getOutputStream().write(new byte[length]);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      head(client);
      assertTrue(chunks(client).endsWith("" + length));
      sender.join();
    }
  }

  // --- deadlines ---

  @Test
  void timeThatAnAppHeldTheLoopIsNotTheClients() throws Exception {
    HttpApp app =
        request -> {
          if (request.path().equals("/hog")) {
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
          }
          return Response.text("x");
        };
    try (HttpServer server = server(app, hasty(1000, 1000, 1000));
        Socket hog = connect(server);
        Socket victim = connect(server)) {
      send(victim, "GET / HTTP/1.1\r\n");
      Thread.sleep(100);
      send(hog, get("/hog"));
      Thread.sleep(100);
      send(victim, "Host: a" + END);
      assertTrue(head(victim).startsWith("HTTP/1.1 200"));
      assertTrue(head(hog).startsWith("HTTP/1.1 200"));
      hog.getInputStream().readNBytes(1);
      Thread.sleep(400);
      send(hog, get("/"));
      assertTrue(head(hog).startsWith("HTTP/1.1 200"));
    }
  }

  // --- fixtures ---

  private static HttpServer server(HttpApp app, HttpSettings settings) throws IOException {
    return HttpServer.builder(app)
        .settings(settings)
        .logger(org.slf4j.helpers.NOPLogger.NOP_LOGGER)
        .build();
  }

  private static HttpSettings hasty(int timeout, int keepalive, int header) {
    HttpSettings usual = HttpSettings.DEFAULT;
    return new HttpSettings(
        usual.maxRequestLine(),
        usual.maxHeaderSize(),
        usual.maxHeaders(),
        usual.maxBodySize(),
        Duration.ofMillis(timeout),
        Duration.ofMillis(keepalive),
        Duration.ofMillis(header),
        usual.maxConnections(),
        usual.nodelay(),
        usual.serverName(),
        usual.serverHeader());
  }

  private static Socket connect(HttpServer server) throws IOException {
    return connect(server, 0);
  }

  private static Socket connect(HttpServer server, int receiveBuffer) throws IOException {
    var socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(15_000);
    socket.connect(PORTS.computeIfAbsent(server, HttpServerTest::bound));
    return socket;
  }

  private static final java.util.Map<HttpServer, InetSocketAddress> PORTS =
      new java.util.concurrent.ConcurrentHashMap<>();

  private static InetSocketAddress bound(HttpServer server) {
    try {
      return server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a" + END;
  }

  private static String head(Socket socket) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(END) < 0) {
      text.append((char) byteOf(socket));
    }
    return text.toString();
  }

  private static String chunks(Socket socket) throws IOException {
    var text = new StringBuilder();
    while (true) {
      var size = new StringBuilder();
      while (size.indexOf("\r\n") < 0) {
        size.append((char) byteOf(socket));
      }
      int length = Integer.parseInt(size.substring(0, size.length() - 2), 16);
      byte[] chunk = socket.getInputStream().readNBytes(length);
      text.append(new String(chunk, StandardCharsets.US_ASCII));
      assertEquals("\r\n", text(socket, 2));
      if (length == 0) {
        return text.toString();
      }
    }
  }

  private static String text(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  private static int byteOf(Socket socket) throws IOException {
    int b = socket.getInputStream().read();
    if (b < 0) {
      throw new IOException("the connection has ended");
    }
    return b;
  }

  private static void until(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // what such a thread does to the loop is the question
  private static void yieldOnce() {
    Thread.yield();
  }

  /** A task that may fail as output does. */
  private interface Writing {
    void run() throws IOException;
  }

  private static void joined(Writing task) {
    join(
        Thread.ofPlatform()
            .start(() -> {
              try {
                task.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

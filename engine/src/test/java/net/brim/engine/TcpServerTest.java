package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import net.brim.api.TcpApp;
import net.brim.api.TcpConnection;
import net.brim.engine.tls.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections as an app has them, over real sockets. */
@Timeout(60)
final class TcpServerTest {

  private static final TcpApp ECHO =
      connection -> connection.input().transferTo(connection.output());

  @TempDir private Path dir;

  private static TcpServerBuilder serving(TcpApp app) {
    return TcpServer.builder(() -> app).bind("127.0.0.1", 0);
  }

  private static Socket connect(StreamServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String rest(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String exactly(int count, Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(TcpConnection connection, String text) throws IOException {
    connection.output().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(TcpConnection connection, int count) throws IOException {
    return new String(connection.input().readNBytes(count), StandardCharsets.US_ASCII);
  }

  @Test
  void theServerMaySpeakFirst() throws Exception {
    try (TcpServer server = serving(connection -> write(connection, "Hello\n")).start();
        Socket client = connect(server)) {
      assertEquals("Hello\n", rest(client));
    }
  }

  @Test
  void whatIsWrittenIsOnItsWayWhileTheAppWaits() throws Exception {
    TcpApp dialogue =
        connection -> {
          write(connection, "who?");
          write(connection, "hello " + read(connection, 3));
        };
    try (TcpServer server = serving(dialogue).start();
        Socket client = connect(server)) {
      assertEquals("who?", exactly(4, client));
      send(client, "joe");
      assertEquals("hello joe", rest(client));
    }
  }

  @Test
  void muchGoesBothWaysAtOnceInAnyPieces() throws Exception {
    byte[] bytes = new byte[5_000_000];
    new Random(7).nextBytes(bytes);
    try (TcpServer server = serving(ECHO).hubs(2).start();
        Socket client = connect(server)) {
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int at = 0, next = 1;
                      at < bytes.length;
                      at += next, next = next * 3 % 70_001) {
                    client.getOutputStream().write(bytes, at, Math.min(next, bytes.length - at));
                  }
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertTrue(Arrays.equals(bytes, client.getInputStream().readAllBytes()));
      sender.join();
    }
  }

  @Test
  void whatHasArrivedIsPassedOnInPiecesThatAreNotTooLong() throws Exception {
    BlockingQueue<Integer> pieces = new LinkedBlockingQueue<>();
    TcpApp echo =
        connection -> {
          for (int count = 0; count >= 0; ) {
            count = connection.transfer(connection.output(), 20_000);
            pieces.add(count);
          }
          assertThrows(
              IllegalArgumentException.class, () -> connection.transfer(connection.output(), 0));
        };
    byte[] bytes = new byte[300_000];
    new Random(3).nextBytes(bytes);
    try (TcpServer server = serving(echo).start();
        Socket client = connect(server)) {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
      assertTrue(Arrays.equals(bytes, client.getInputStream().readAllBytes()));
    }
    List<Integer> all = List.copyOf(pieces);
    assertEquals(-1, all.getLast());
    assertTrue(all.stream().allMatch(count -> count <= 20_000), all::toString);
    assertEquals(bytes.length - 1, all.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void anAnswerComesAfterTheClientHasShutItsSide() throws Exception {
    TcpApp summing =
        connection -> {
          int sum = 0;
          for (int b = connection.input().read(); b >= 0; b = connection.input().read()) {
            sum += b;
          }
          assertEquals(-1, connection.input().read(new byte[2]));
          write(connection, "sum " + sum);
        };
    try (TcpServer server = serving(summing).start();
        Socket client = connect(server)) {
      client.getOutputStream().write(new byte[] {1, 2, (byte) 200});
      client.shutdownOutput();
      assertEquals("sum 203", rest(client));
    }
  }

  @Test
  void theClientIsHeardAfterOurSideIsShut() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    TcpApp app =
        connection -> {
          write(connection, "bye");
          connection.shutdownOutput();
          connection.shutdownOutput();
          refused.add(assertThrows(IOException.class, () -> write(connection, "x")).getMessage());
          heard.add(new String(connection.input().readAllBytes(), StandardCharsets.US_ASCII));
        };
    try (TcpServer server = serving(app).start();
        Socket client = connect(server)) {
      assertEquals("bye", rest(client));
      send(client, "still ");
      send(client, "here");
      client.shutdownOutput();
      assertEquals("still here", heard.poll(30, TimeUnit.SECONDS));
      assertEquals("our side of the connection is shut", refused.take());
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void ourSideIsShutBehindAllThatWasWritten() throws Exception {
    var goOn = new CountDownLatch(1);
    TcpApp app =
        connection -> {
          connection.output().write(new byte[3_000_000]);
          connection.output().close();
          goOn.await();
        };
    try (TcpServer server = serving(app).start();
        Socket client = connect(server)) {
      assertEquals(3_000_000, client.getInputStream().readAllBytes().length);
      goOn.countDown();
    }
  }

  @Test
  void aSilentClientIsGivenUp() throws Exception {
    BlockingQueue<Exception> thrown = new LinkedBlockingQueue<>();
    var apps = new AtomicInteger();
    TcpApp waiting =
        connection -> {
          try {
            read(connection, 1);
          } catch (IOException e) {
            thrown.add(e);
            throw new IllegalStateException(e);
          }
        };
    try (TcpServer server =
            TcpServer.builder(
                    () -> {
                      apps.incrementAndGet();
                      return waiting;
                    })
                .timeout(Duration.ofMillis(50))
                .bind("127.0.0.1", 0)
                .start();
        Socket client = connect(server)) {
      assertEquals("", rest(client));
      assertInstanceOf(SocketTimeoutException.class, thrown.poll(30, TimeUnit.SECONDS));
      connect(server).close();
      assertEquals(1, apps.get(), "the app has not failed");
    }
  }

  @Test
  void anAppMayWaitLongerOrGoOnAfterATimeout() throws Exception {
    TcpApp patient =
        connection -> {
          connection.timeout(Duration.ofMillis(30));
          assertThrows(SocketTimeoutException.class, () -> read(connection, 1));
          assertThrows(SocketTimeoutException.class, connection::awaitInput);
          connection.timeout(Duration.ofSeconds(40));
          write(connection, "late");
          write(connection, read(connection, 2));
          assertThrows(
              IllegalArgumentException.class, () -> connection.timeout(Duration.ofNanos(5)));
        };
    try (TcpServer server = serving(patient).timeout(Duration.ofMillis(1)).start();
        Socket client = connect(server)) {
      assertEquals("late", exactly(4, client));
      send(client, "ok");
      assertEquals("ok", rest(client));
    }
  }

  @Test
  void aFreshAppServesAfterOneThatFailed() throws Exception {
    var made = new AtomicInteger();
    var goOn = new CountDownLatch(1);
    try (TcpServer server =
            TcpServer.builder(
                    () -> {
                      int number = made.incrementAndGet();
                      return connection -> {
                        int asked = connection.input().read();
                        if (asked == 'x') {
                          throw new IllegalStateException("no luck");
                        }
                        if (asked == 'w') {
                          goOn.await();
                        }
                        write(connection, "app " + number);
                      };
                    })
                .bind("127.0.0.1", 0)
                .start();
        Socket before = connect(server);
        Socket failing = connect(server)) {
      send(before, "w");
      send(failing, "x");
      assertEquals("", rest(failing));
      try (Socket after = connect(server)) {
        send(after, "a");
        assertEquals("app 2", rest(after));
      }
      goOn.countDown();
      assertEquals("app 1", rest(before), "those that it serves go on");
      try (Socket last = connect(server)) {
        send(last, "a");
        assertEquals("app 2", rest(last));
      }
    }
  }

  @Test
  void anAppThatCannotBeMadeAnewIsTriedAgain() throws Exception {
    var made = new AtomicInteger();
    try (TcpServer server =
        TcpServer.builder(
                () -> {
                  if (made.incrementAndGet() == 2) {
                    throw new IllegalStateException("no database");
                  }
                  return connection -> {
                    if (connection.input().read() == 'x') {
                      throw new LinkageError("no luck");
                    }
                    write(connection, "fine");
                  };
                })
            .bind("127.0.0.1", 0)
            .start()) {
      for (String expected : List.of("x", "", "fine")) {
        try (Socket client = connect(server)) {
          send(client, expected.equals("x") ? "x" : "a");
          assertEquals(expected.equals("x") ? "" : expected, rest(client));
        }
      }
    }
    assertEquals(3, made.get());
  }

  @Test
  void noMoreAreServedAtOnceThanMayBeAndNoneIsRefused() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var entered = new CountDownLatch(3);
    var goOn = new CountDownLatch(1);
    TcpApp app =
        connection -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          entered.countDown();
          goOn.await();
          write(connection, "served");
          inside.decrementAndGet();
        };
    try (TcpServer server = serving(app).maxConnections(3).start()) {
      var clients = new Socket[10];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = connect(server);
      }
      entered.await();
      assertEquals(3, server.openConnections());
      goOn.countDown();
      for (Socket client : clients) {
        assertEquals("served", rest(client));
        client.close();
      }
      assertTrue(most.get() <= 3, "at once: " + most);
    }
  }

  @Test
  void aConnectionKnowsItsEndsAndItsWorker() throws Exception {
    BlockingQueue<TcpConnection> seen = new LinkedBlockingQueue<>();
    TcpApp app =
        connection -> {
          connection.stats().incr("calls");
          seen.add(connection);
        };
    try (TcpServer server = serving(app).start();
        Socket client = connect(server)) {
      assertEquals("", rest(client));
      TcpConnection connection = seen.take();
      assertEquals(client.getLocalSocketAddress(), connection.remoteAddress());
      assertEquals(client.getRemoteSocketAddress(), connection.localAddress());
      assertNull(connection.tls());
      assertNotNull(connection.logger());
      assertEquals("tcp", connection.server().name());
      assertEquals(1, connection.stats().get("calls"));
      assertEquals(1, connection.stats().get("connection_count"));
      assertFalse(connection.draining());
      for (String over :
          List.of(
              assertThrows(IOException.class, () -> write(connection, "x")).getMessage(),
              assertThrows(IOException.class, () -> read(connection, 1)).getMessage())) {
        assertEquals("the connection is over: its handler has returned", over);
      }
    }
  }

  @Test
  void anotherThreadMayWriteWhileTheHandlerReads() throws Exception {
    TcpApp app =
        connection -> {
          Thread writer =
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      for (int i = 0; i < 1000; i++) {
                        connection.output().write(new byte[1000]);
                      }
                      connection.shutdownOutput();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
          long read = connection.input().transferTo(java.io.OutputStream.nullOutputStream());
          writer.join();
          assertEquals(500_000, read);
        };
    try (TcpServer server = serving(app).start();
        Socket client = connect(server)) {
      client.getOutputStream().write(new byte[500_000]);
      assertEquals(1_000_000, client.getInputStream().readAllBytes().length);
      client.shutdownOutput();
    }
  }

  @Test
  void aDrainEndsWhatWaitsBetweenMessagesAndLetsTheRestFinish() throws Exception {
    var begun = new Semaphore(0);
    TcpApp app =
        connection -> {
          while (connection.awaitInput()) {
            String first = read(connection, 1);
            begun.release();
            String asked = first + read(connection, 1);
            write(connection, asked + (connection.draining() ? " draining" : ""));
          }
        };
    try (TcpServer server = serving(app).start();
        Socket idle = connect(server);
        Socket busy = connect(server)) {
      for (Socket client : List.of(idle, busy)) {
        send(client, "ab");
        assertEquals("ab", exactly(2, client));
      }
      begun.acquire(2);
      send(busy, "c");
      begun.acquire();
      var stopped = new CountDownLatch(1);
      Thread stopping =
          Thread.ofPlatform()
              .start(() -> {
                if (server.stop(Duration.ofSeconds(40))) {
                  stopped.countDown();
                }
              });
      assertEquals("", rest(idle));
      send(busy, "d");
      assertEquals("cd draining", rest(busy));
      stopping.join();
      assertEquals(0, stopped.getCount());
    }
  }

  @Test
  void servesUnixSockets() throws Exception {
    BlockingQueue<TcpConnection> seen = new LinkedBlockingQueue<>();
    TcpApp app =
        connection -> {
          seen.add(connection);
          ECHO.handle(connection);
        };
    var address = UnixDomainSocketAddress.of(dir.resolve("s"));
    try (TcpServer server = TcpServer.builder(() -> app).bind(address).start();
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(address);
      client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      client.shutdownOutput();
      var received = ByteBuffer.allocate(10);
      while (client.read(received) >= 0) {
        assertTrue(received.hasRemaining());
      }
      assertEquals(3, received.position());
      assertEquals(address, seen.take().localAddress());
      assertEquals(0, server.addresses().size());
    }
  }

  // --- TLS ---

  private Path file(String name) throws Exception {
    Path file = dir.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/tls/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private TcpServer secured(TcpApp app) throws Exception {
    return serving(app)
        .tls(TlsSettings.of(file("rsa.pem"), file("rsa.pkcs1.key")))
        .timeout(Duration.ofSeconds(20))
        .start();
  }

  private SSLSocket connectSecurely(InetSocketAddress address) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = getClass().getResourceAsStream("/tls/rsa.pem")) {
      store.setCertificateEntry(
          "rsa", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Test
  void theFirstWordOfTheServerIsSecretToo() throws Exception {
    TcpApp app = connection -> write(connection, "Hello " + connection.tls().version());
    try (TcpServer server = secured(app);
        SSLSocket client = connectSecurely(server.addresses().getFirst());
        Socket plain = connect(server)) {
      assertEquals("Hello TLSv1.3", rest(client));
      send(plain, "GET / HTTP/1.0\r\n\r\n");
      assertEquals("", rest(plain));
    }
  }

  @Test
  void theClientIsHeardAfterOurSideOfTlsIsShut() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    TcpApp app =
        connection -> {
          write(connection, "bye");
          connection.shutdownOutput();
          heard.add(read(connection, 5));
        };
    try (TcpServer server = secured(app);
        SSLSocket client = connectSecurely(server.addresses().getFirst())) {
      assertEquals("bye", rest(client));
      send(client, "still");
      assertEquals("still", heard.poll(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClientThatNeverShakesHandsIsGivenUp() throws Exception {
    var seen = new AtomicInteger();
    try (TcpServer server =
            serving(connection -> seen.incrementAndGet())
                .tls(TlsSettings.of(file("rsa.pem"), file("rsa.pkcs1.key")))
                .timeout(Duration.ofMillis(50))
                .start();
        Socket client = connect(server)) {
      assertEquals("", rest(client));
      assertEquals(0, seen.get());
    }
  }
}

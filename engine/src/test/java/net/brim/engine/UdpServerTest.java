package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.brim.api.UdpApp;
import net.brim.api.UdpSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams and apps, over the sockets of the JDK; those of the system are in the worker. */
@Timeout(60)
class UdpServerTest {

  private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LocalStats stats = new LocalStats();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private InetSocketAddress address = new InetSocketAddress(LOCALHOST, 0);

  private UdpServer start(UdpApp app) throws IOException {
    return start(UdpServer.builder(() -> app));
  }

  private UdpServer start(UdpServerBuilder builder) throws IOException {
    UdpServer server = builder.stats(stats).build();
    opened.add(server);
    address = server.bind(new InetSocketAddress(LOCALHOST, 0));
    return server;
  }

  private DatagramSocket client() throws IOException {
    var client = new DatagramSocket(0, LOCALHOST);
    client.setSoTimeout((int) LONG.toMillis());
    opened.add(client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private void send(DatagramSocket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    client.send(new DatagramPacket(bytes, bytes.length, address));
  }

  private static String receive(DatagramSocket client) throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void anAppAnswersAndSeesWhoAsked() throws Exception {
    var seen = new AtomicReference<List<Object>>();
    start((datagram, socket) -> {
      seen.set(List.of(datagram.remoteAddress(), datagram.localAddress()));
      socket.reply(
          datagram,
          (new String(datagram.bytes(), StandardCharsets.UTF_8) + "!")
              .getBytes(StandardCharsets.UTF_8));
    });
    DatagramSocket client = client();
    send(client, "hello");
    assertEquals("hello!", receive(client));
    assertEquals(List.of(client.getLocalSocketAddress(), address), seen.get());
    send(client, "");
    assertEquals("!", receive(client));
    assertEquals(2, stats.get("datagram_count"));
    assertEquals(2, stats.get("sent_count"));
    assertEquals(5, stats.get("bytes_read"));
    assertEquals(7, stats.get("bytes_written"));
  }

  @Test
  void emptyDatagramsGoBothWays() throws Exception {
    start((datagram, socket) -> socket.reply(datagram, datagram.bytes()));
    DatagramSocket client = client();
    send(client, "");
    assertEquals("", receive(client));
  }

  @Test
  void anAppThatWaitsKeepsNobodyElseWaiting() throws Exception {
    var release = new Semaphore(0);
    start((datagram, socket) -> {
      if (datagram.bytes().length > 3) {
        release.acquire();
      }
      socket.reply(datagram, datagram.bytes());
    });
    DatagramSocket client = client();
    send(client, "slow");
    for (int i = 0; i < 100; i++) {
      send(client, "n" + i);
      assertEquals("n" + i, receive(client));
    }
    release.release();
    assertEquals("slow", receive(client));
  }

  @Test
  void datagramsAreHandedOverInTheirOrder() throws Exception {
    int count = 2000;
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    var all = new CountDownLatch(count);
    start((datagram, socket) -> {
      int number = datagram.bytes()[0];
      order.add(number);
      if (number % 3 == 0) {
        CompletableFuture.runAsync(() -> {}).join(); // gives way
      }
      socket.reply(datagram, new byte[0]);
      all.countDown();
    });
    DatagramSocket client = client();
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      byte[] number = {(byte) (i % 10)};
      expected.add(i % 10);
      client.send(new DatagramPacket(number, 1, address));
      if (i % 20 == 19) { // no more than the socket holds
        for (int j = 0; j < 20; j++) {
          receive(client);
        }
      }
    }
    all.await();
    assertEquals(expected, order);
  }

  @Test
  void noMoreThanSoManyAreInWorkAndNoneIsLost() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var permits = new Semaphore(0);
    UdpApp app =
        (datagram, socket) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          permits.acquire();
          running.decrementAndGet();
          socket.reply(datagram, datagram.bytes());
        };
    var _ = start(UdpServer.builder(() -> app).maxConcurrent(3));
    DatagramSocket client = client();
    for (int i = 0; i < 50; i++) {
      send(client, "x");
    }
    while (running.get() < 3) { // The server counts a thread before it is with the app.
      Thread.onSpinWait();
    }
    permits.release(50);
    for (int i = 0; i < 50; i++) {
      receive(client);
    }
    assertEquals(3, most.get());
  }

  @Test
  void severalHubsServeOneSocket() throws Exception {
    UdpApp app = (datagram, socket) -> socket.reply(datagram, datagram.bytes());
    start(UdpServer.builder(() -> app).hubs(3));
    DatagramSocket client = client();
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 100; i++) {
        send(client, "r");
      }
      for (int i = 0; i < 100; i++) {
        receive(client);
      }
    }
    assertEquals(20_000, stats.get("datagram_count"));
    assertEquals(20_000, stats.get("sent_count"));
  }

  @Test
  void whatIsTooLongIsCountedAndHandedToNobody() throws Exception {
    UdpApp app = (datagram, socket) -> socket.reply(datagram, datagram.bytes());
    start(UdpServer.builder(() -> app).maxDatagramSize(5));
    DatagramSocket client = client();
    send(client, "123456");
    send(client, "12345");
    assertEquals("12345", receive(client));
    assertEquals(1, stats.get("truncated_count"));
    assertEquals(1, stats.get("datagram_count"));
  }

  @Test
  void anAppThatFailsIsReplaced() throws Exception {
    var made = new AtomicInteger();
    start(
        UdpServer.builder(() -> {
          int number = made.incrementAndGet();
          return (datagram, socket) -> {
            if (datagram.bytes().length > 4) {
              throw new IOException("too much");
            }
            socket.reply(datagram, ("app " + number).getBytes(StandardCharsets.UTF_8));
          };
        }));
    DatagramSocket client = client();
    send(client, "once");
    assertEquals("app 1", receive(client));
    send(client, "fails");
    send(client, "then");
    assertEquals("app 2", receive(client));
    assertEquals(1, stats.get("failed_count"));
    assertEquals(3, stats.get("datagram_count"));
  }

  @Test
  void anAppThatCannotBeMadeAnewLosesOnlyTheDatagramsUntilItCan() throws Exception {
    var made = new AtomicInteger();
    start(
        UdpServer.builder(() -> {
          if (made.incrementAndGet() == 2) {
            throw new IllegalStateException("not now");
          }
          return (datagram, socket) -> {
            if (datagram.bytes().length > 4) {
              throw new AssertionError("too much");
            }
            socket.reply(datagram, datagram.bytes());
          };
        }));
    DatagramSocket client = client();
    send(client, "fails");
    send(client, "lost");
    send(client, "then");
    assertEquals("then", receive(client));
    assertEquals(2, stats.get("failed_count"));
  }

  @Test
  void anInterruptEndsWithItsDatagram() throws Exception {
    start((datagram, socket) -> {
      boolean interrupted = Thread.currentThread().isInterrupted();
      Thread.currentThread().interrupt();
      socket.reply(datagram, (interrupted ? "yes" : "no").getBytes(StandardCharsets.UTF_8));
    });
    DatagramSocket client = client();
    for (int i = 0; i < 20; i++) {
      send(client, "x");
    }
    for (int i = 0; i < 20; i++) {
      assertEquals("no", receive(client));
    }
  }

  @Test
  void anyThreadMaySendAtAnyTimeUntilTheServerIsClosed() throws Exception {
    var kept = new AtomicReference<UdpSocket>();
    UdpServer server =
        start((datagram, socket) -> {
          kept.set(socket);
          socket.reply(datagram, datagram.bytes());
        });
    DatagramSocket client = client();
    send(client, "x");
    receive(client);
    var to = (InetSocketAddress) client.getLocalSocketAddress();
    for (int i = 0; i < 500; i++) { // several batches
      kept.get().send(to, ("later " + i).getBytes(StandardCharsets.UTF_8));
      assertEquals("later " + i, receive(client));
    }
    assertFalse(kept.get().draining());
    server.close();
    assertThrows(IOException.class, () -> kept.get().send(to, new byte[1]));
  }

  @Test
  void whatClaimsToComeFromTheServerItselfGoesToNobody() throws Exception {
    // Whoever forges the sender of one datagram would have an echo talk to itself for ever.
    start((datagram, socket) -> {
      socket.send(address, datagram.bytes());
      socket.reply(datagram, datagram.bytes());
    });
    DatagramSocket client = client();
    send(client, "x");
    assertEquals("x", receive(client));
    while (stats.get("forged_count") == 0) {
      Thread.onSpinWait();
    }
    send(client, "y");
    assertEquals("y", receive(client));
    assertEquals(2, stats.get("datagram_count"));
  }

  @Test
  void aClientThatIsGoneDisturbsNobody() throws Exception {
    start((datagram, socket) -> socket.reply(datagram, datagram.bytes()));
    for (int i = 0; i < 20; i++) {
      try (var gone = new DatagramSocket(0, LOCALHOST)) {
        send(gone, "x");
      }
    }
    DatagramSocket client = client();
    send(client, "y");
    assertEquals("y", receive(client));
  }

  @Test
  void aDrainAnswersWhatHasArrivedAndNothingLater() throws Exception {
    var release = new Semaphore(0);
    UdpServer server =
        start((datagram, socket) -> {
          release.acquire();
          socket.reply(datagram, datagram.bytes());
        });
    DatagramSocket client = client();
    for (int i = 0; i < 100; i++) {
      send(client, "x");
    }
    while (server.running() == 0) {
      Thread.onSpinWait();
    }
    assertFalse(server.drain(Duration.ZERO));
    release.release(1000);
    assertTrue(server.drain(LONG));
    send(client, "late");
    server.close();
    for (int i = 0; i < 100; i++) {
      assertEquals("x", receive(client));
    }
    client.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> receive(client));
  }

  @Test
  void anAddressInUseIsNamed() throws Exception {
    UdpServer server = start((datagram, socket) -> {});
    IOException failure = assertThrows(IOException.class, () -> server.bind(address));
    assertTrue(failure.getMessage().contains(Integer.toString(address.getPort())));
    server.close();
    server.join();
    assertThrows(IllegalStateException.class, () -> server.bind(address));
  }
}

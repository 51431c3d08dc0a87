package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.brim.api.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server leaves its connections to another. */
@Timeout(60)
final class HandOverTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** More than a queue holds. */
  private static final int MANY = 600;

  @TempDir Path directory;

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Socket> clients = new ArrayList<>();
  private HttpServer first;
  private HttpServer second;
  private int in;
  private int out;

  @BeforeEach
  void start() throws IOException {
    first = started("first");
    second = started("second");
    var listening = io.netty.channel.unix.Socket.newSocketDomain();
    var writing = io.netty.channel.unix.Socket.newSocketDomain();
    var address = new DomainSocketAddress(directory.resolve("queue").toString());
    listening.bind(address);
    listening.listen(1);
    assertTrue(writing.connect(address));
    in = writing.intValue();
    out = listening.accept(new byte[128]);
    listening.close();
  }

  private HttpServer started(String name) throws IOException {
    return HttpServer.builder(
            request -> {
              if (request.path().equals("/slow")) {
                release.await();
              }
              return Response.text(name);
            })
        .bind("127.0.0.1", 0)
        .start();
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    second.close();
    new FileDescriptor(in).close();
    new FileDescriptor(out).close();
    for (Socket client : clients) {
      client.close();
    }
  }

  private Socket connect() throws IOException {
    var client = new Socket(InetAddress.getLoopbackAddress(), first.port());
    clients.add(client);
    return client;
  }

  private static void send(Socket client, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** The head and the body of an answer that comes. */
  private static String answer(Socket client) throws IOException {
    var answer = new StringBuilder();
    int length = -1;
    while (length < 0 || answer.length() < length) {
      int next = client.getInputStream().read();
      assertTrue(next >= 0, () -> "closed after: " + answer);
      answer.append((char) next);
      if (length < 0 && answer.toString().endsWith("\r\n\r\n")) {
        String field = "Content-Length: ";
        int value = answer.indexOf(field) + field.length();
        length =
            answer.length()
                + Integer.parseInt(answer.substring(value, answer.indexOf("\r", value)));
      }
    }
    return answer.toString();
  }

  private static void expect(String server, Socket client) throws IOException {
    send(client, "/");
    expectAnswer(server, client);
  }

  private static void expectAnswer(String server, Socket client) throws IOException {
    String answer = answer(client);
    assertTrue(answer.endsWith("\r\n\r\n" + server), answer);
    assertFalse(answer.contains("Connection:"), answer);
  }

  private CompletableFuture<Boolean> retiring() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return first.retire(in, LONG);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void idleConnectionsAreServedByTheOther() throws Exception {
    Socket used = connect();
    expect("first", used);
    Socket fresh = connect();
    second.adoptFrom(out);
    assertTrue(first.retire(in, LONG));
    assertEquals(0, first.openConnections());
    expect("second", used);
    expect("second", fresh);
    assertEquals(2, second.openConnections());
    assertEquals(2, second.stats().openConnections());
    assertEquals(0, second.stats().connectionCount(), "accepted elsewhere");
    assertEquals(new OpenConnections(2, 0, 0, 0, 0), second.connections());
  }

  @Test
  void theQueueKeepsThemUntilSomebodyReads() throws Exception {
    Socket client = connect();
    expect("first", client);
    assertTrue(first.retire(in, LONG));
    send(client, "/");
    second.adoptFrom(out);
    expectAnswer("second", client);
  }

  @Test
  void aBusyOneIsAnsweredFirst() throws Exception {
    Socket client = connect();
    send(client, "/slow");
    send(client, "/");
    while (first.stats().requestsRunning() == 0) {
      Thread.onSpinWait();
    }
    second.adoptFrom(out);
    CompletableFuture<Boolean> retired = retiring();
    while (first.connections().busy() == 0) {
      Thread.onSpinWait();
    }
    release.countDown();
    expectAnswer("first", client);
    expectAnswer("first", client);
    assertTrue(retired.get());
    expect("second", client);
  }

  @Test
  void moreThanTheQueueHoldsLeaveWhenThereIsRoom() throws Exception {
    for (int i = 0; i < MANY; i++) {
      expect("first", connect());
    }
    CompletableFuture<Boolean> retired = retiring();
    while (first.openConnections() == MANY) {
      Thread.onSpinWait();
    }
    assertFalse(retired.isDone());
    second.adoptFrom(out);
    assertTrue(retired.get());
    for (Socket client : clients) {
      expect("second", client);
    }
    assertEquals(MANY, second.openConnections());
  }

  @Test
  void whatIsInTheQueueIsServedByOneThatGoesAway() throws Exception {
    Socket client = connect();
    expect("first", client);
    assertTrue(first.retire(in, LONG));
    send(client, "/");
    second.adoptFrom(out);
    assertTrue(second.drain(LONG));
    assertTrue(answer(client).endsWith("second"));
  }

  @Test
  void withoutAQueueTheNextAnswerIsTheLast() throws Exception {
    Socket client = connect();
    expect("first", client);
    var retired =
        CompletableFuture.supplyAsync(() -> {
          try {
            return first.retire(LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    String answer;
    do {
      send(client, "/");
      answer = answer(client);
    } while (!answer.contains("\r\nConnection: close\r\n"));
    assertEquals(-1, client.getInputStream().read());
    client.close();
    assertTrue(retired.get());
  }

  @Test
  void whoCannotHandOverAnyMoreStillAdoptsAndThenTheNextAnswerIsTheLast() throws Exception {
    Socket mine = connect();
    expect("first", mine);
    Socket held = connect();
    expect("first", held);
    send(held, "/slow");
    while (first.stats().requestsRunning() == 0) {
      Thread.onSpinWait();
    }
    second.adoptFrom(out);
    CompletableFuture<Boolean> retired = retiring();
    while (second.openConnections() == 0) {
      Thread.onSpinWait();
    }
    assertFalse(second.retire(Duration.ZERO));
    assertFalse(first.retire(Duration.ZERO));
    release.countDown();
    for (Socket client : List.of(held, mine)) {
      if (client.equals(mine)) {
        send(mine, "/");
      }
      String last = answer(client);
      assertTrue(last.contains("\r\nConnection: close\r\n"), last);
      assertEquals(-1, client.getInputStream().read());
      client.close();
    }
    assertTrue(retired.get());
  }

  @Test
  void whatIsNoConnectionIsNotAdopted() throws Exception {
    int file = FileDescriptor.from("/dev/null").intValue();
    IOException refused = assertThrows(IOException.class, () -> second.adoptConnection(file));
    String why = refused.getMessage();
    assertTrue(why.startsWith("descriptor " + file + ": "), why);
    assertTrue(why.endsWith("Socket operation on non-socket"), why);
  }
}

package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections live longer than the worker that accepted them. */
class HandOverTest {

  private static final String LOG = "brim.log";
  private static final String PID = "GET /pid HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final int MANY = 500;

  @RegisterExtension final Brimd brimd = new Brimd();

  private void start(String options) {
    start(120, options);
  }

  private void start(int gracefulTimeout, String options) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        graceful_timeout = %d

        [http]
        ip = 127.0.0.1
        port = 8901
        apps = workbench stats
        keepalive_timeout = 300
        timeout = 300
        header_timeout = 300
        %s

        %s
        """
            .formatted(Workbench.classpath(), gracefulTimeout, options, Workbench.SECTION));
    brimd.started();
  }

  private void stop() {
    assertEquals(List.of(), brimd.lines(LOG, " ERROR "));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  /** The worker that serves new connections, and closes this one. */
  private long serving() throws IOException {
    return pid(RawClient.get(brimd.port(), "/pid"));
  }

  private static long pid(RawClient.Response response) {
    return Long.parseLong(response.text().strip());
  }

  /** The worker that answers on this connection, which goes on. */
  private static long ask(RawClient client) throws IOException {
    RawClient.Response response = client.send(PID).read();
    assertEquals(200, response.status());
    assertNull(response.header("Connection"), "the client is told nothing");
    return pid(response);
  }

  /** Tells a worker to finish, and waits for the next one to be ready. */
  private void replace(long worker) {
    int ready = brimd.lines(LOG, " ready after ").size();
    brimd.signal(worker, "HUP");
    Await.until("a successor", () -> brimd.lines(LOG, " ready after ").size() > ready);
  }

  private static void awaitEnd(long worker) {
    Await.until("the end of the worker before", () -> !Processes.isAlive(worker));
  }

  @Test
  void withoutASupervisorTheNextAnswerIsTheLast() throws IOException {
    start("workers = 2");
    try (RawClient used = RawClient.connect(brimd.port());
        RawClient fresh = RawClient.connect(brimd.port())) {
      ask(used);
      brimd.signal(brimd.pid(), "KILL");
      Await.until("closed listeners", () -> Ports.isFree(brimd.port()));
      for (RawClient client : List.of(used, fresh)) {
        RawClient.Response last = client.send(PID).read();
        assertEquals(200, last.status());
        assertEquals("close", last.header("Connection"));
        client.assertEnd();
      }
    }
    Await.until("the end of all workers", () -> Processes.of(brimd.home()).isEmpty());
    brimd.started();
    stop();
  }

  @Test
  void idleConnectionsGoOnAtTheSuccessor() throws IOException {
    start("");
    long first = serving();
    try (RawClient used = RawClient.connect(brimd.port());
        RawClient fresh = RawClient.connect(brimd.port())) {
      assertEquals(first, ask(used));
      replace(first);
      awaitEnd(first);
      long second = ask(used);
      assertNotEquals(first, second);
      assertEquals(second, ask(fresh));

      replace(second);
      awaitEnd(second);
      assertEquals(serving(), ask(used));
      assertEquals(serving(), ask(fresh));
      // Those two, and the one that asks.
      assertEquals(3, brimd.stats().at("/http/open_connections").asInt());
    }
    Await.until(
        "no connection but the one that asks",
        () -> brimd.stats().at("/http/open_connections").asInt() == 1);
    stop();
  }

  @Test
  void whatArrivesWhileNobodyLooksIsAnswered() throws IOException {
    start("");
    long first = serving();
    try (RawClient client = RawClient.connect(brimd.port())) {
      assertEquals(first, ask(client));
      brimd.signal(first, "HUP");
      while (Processes.isAlive(first)) {
        ask(client);
      }
      assertEquals(serving(), ask(client));
    }
    stop();
  }

  @Test
  void manyAreHandedOverAndLeaveNothingBehind() throws IOException {
    start("");
    long worker = serving();
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < MANY; i++) {
        clients.add(RawClient.connect(brimd.port()));
        if (i % 5 > 0) {
          assertEquals(worker, ask(clients.getLast()));
        }
      }
      for (int i = 0; i < 3; i++) {
        replace(worker);
        awaitEnd(worker);
        worker = serving();
        for (RawClient client : clients) {
          assertEquals(worker, ask(client));
        }
      }
      long last = worker;
      Await.until("the asker's own connection closed", () -> Processes.descriptors(last) > MANY);
      int open = Processes.descriptors(worker);
      for (RawClient client : clients) {
        client.close();
      }
      Await.until("all closed", () -> Processes.descriptors(last) <= open - MANY);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    stop();
  }

  @Test
  void clientsThatNeverRestNoticeNothing() throws Exception {
    start("workers = 2");
    var clients = new ArrayList<CompletableFuture<Integer>>();
    var done = new CompletableFuture<Void>();
    for (int i = 0; i < 8; i++) {
      clients.add(CompletableFuture.supplyAsync(() -> askUntil(done), Thread.ofVirtual()::start));
    }
    for (int i = 0; i < 4; i++) {
      long worker = serving();
      replace(worker);
      awaitEnd(worker);
    }
    done.complete(null);
    for (CompletableFuture<Integer> client : clients) {
      assertTrue(client.get(30, TimeUnit.SECONDS) > 4, "answers on one connection");
    }
    stop();
  }

  private int askUntil(CompletableFuture<Void> done) {
    try (RawClient client = RawClient.connect(brimd.port())) {
      int answers = 0;
      for (; !done.isDone(); answers++) {
        ask(client);
      }
      return answers;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void halfARequestIsReadToItsEnd() throws IOException {
    start("");
    long first = serving();
    try (RawClient head = RawClient.connect(brimd.port());
        RawClient body = RawClient.connect(brimd.port())) {
      head.send("GET /pid HTTP/1.1\r\nHo");
      body.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
      assertEquals(first, serving()); // They were read before this one.
      replace(first);
      while (serving() == first) {
        // It has yet to hear that it is replaced.
        Thread.onSpinWait();
      }

      assertEquals(first, pid(head.send("st: a\r\n\r\n").read()));
      assertEquals("10\n", body.send("56789").read().text());

      awaitEnd(first);
      assertEquals(serving(), ask(head));
      assertEquals(serving(), ask(body));
    }
    stop();
  }

  @Test
  void pipelinedRequestsAreAnsweredBeforeTheirConnectionGoes() throws Exception {
    start("");
    long first = serving();
    try (var held = new Workbench.Held(brimd)) {
      RawClient client = held.client();
      client.send(PID + PID + PID);
      replace(first);
      held.goOn();
      assertEquals("awaited\n", client.read().text());
      for (int i = 0; i < 3; i++) {
        RawClient.Response response = client.read();
        assertNull(response.header("Connection"));
        assertEquals(first, pid(response));
      }
      awaitEnd(first);
      assertEquals(serving(), ask(client));
    }
    stop();
  }

  @Test
  void aConnectionWithTlsEndsWithItsNextAnswer() throws IOException {
    Clients.need("openssl");
    var certificates = new Certificates(brimd);
    certificates.rsa("a", "localhost");
    start("certfile = a.pem\nkeyfile = a.key");
    try (RawClient client = certificates.client("localhost")) {
      long first = ask(client);
      replace(first);
      assertEquals(first, askToTheEnd(client));
      awaitEnd(first);
    }
    stop();
  }

  @Test
  void oneWithAProxyHeaderEndsWithItsNextAnswer() throws IOException {
    start("proxy_protocol = yes");
    try (RawClient client = RawClient.connect(brimd.port());
        RawClient fresh = RawClient.connect(brimd.port())) {
      client.send("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n");
      long first = ask(client);
      replace(first);
      assertEquals(first, askToTheEnd(client));
      fresh.send("PROXY UNKNOWN\r\n");
      assertEquals(first, askToTheEnd(fresh));
      awaitEnd(first);
    }
    stop();
  }

  /** Asks until the answer says that it is the last, which the end of the connection follows. */
  private static long askToTheEnd(RawClient client) throws IOException {
    RawClient.Response response = client.send(PID).read();
    while (response.header("Connection") == null) {
      response = client.send(PID).read();
    }
    assertEquals("close", response.header("Connection"));
    client.assertEnd();
    return pid(response);
  }

  @Test
  void connectionsOfAUnixSocketGoOnToo() throws IOException {
    start("listen = 127.0.0.1:8901 unix:b.sock");
    long first = serving();
    var address = UnixDomainSocketAddress.of(brimd.file("b.sock"));
    try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(address);
      String before = exchange(client, "/request");
      replace(first);
      awaitEnd(first);
      assertTrue(exchange(client, "/pid").endsWith("\r\n\r\n" + serving() + "\n"));
      assertEquals(body(before), body(exchange(client, "/request")));
      assertTrue(before.contains("local " + address + "\n"), before);
    }
    stop();
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n"));
  }

  /** What comes in answer to a small request, which is small too. */
  private static String exchange(SocketChannel client, String path) throws IOException {
    client.write(ByteBuffer.wrap(Brimd.bytes("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")));
    var answer = ByteBuffer.allocate(10_000);
    assertTrue(client.read(answer) > 0, "an answer");
    return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
  }

  @Test
  void whatDoesNotFinishInTimeIsCutAndCounted() throws IOException {
    start(1, "");
    long first = serving();
    try (var held = new Workbench.Held(brimd);
        RawClient head = RawClient.connect(brimd.port())) {
      head.send("GET /pid HTTP/1.1\r\nHo");
      assertEquals(first, serving());
      replace(first);
      brimd.awaitLine(LOG, "WARNING 2 busy connections did not finish in time");
      held.client().assertEnd();
      head.assertEnd();
      awaitEnd(first);
    }
    stop();
  }
}

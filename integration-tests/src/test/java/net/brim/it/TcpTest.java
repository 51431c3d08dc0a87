package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A {@code [tcp]} subserver with an app of a user's own, and with clients that mean no good. */
class TcpTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String tcp) {
    brimd.compile("classes", Apps.source("tcp/Moody.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log
        [tcp]
        ip = 127.0.0.1
        port = 8903
        call = tcp.Moody
        %s
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = stats
        [stats]
        call = net.brim.server.apps.StatsApp
        """
            .formatted(tcp));
  }

  private RawClient connect() throws IOException {
    return RawClient.connect(brimd.port(8903));
  }

  private JsonNode tcp() {
    return brimd.stats().get("tcp");
  }

  private String ask(String line) throws IOException {
    try (RawClient client = connect()) {
      return client.send(line + "\n").line();
    }
  }

  @Test
  void anAppHasItsPeerItsServerItsLoggerAndItsStats() throws IOException {
    conf("workers = 1");
    brimd.started();
    try (RawClient client = connect()) {
      assertTrue(client.send("peer\n").line().matches("/127\\.0\\.0\\.1:\\d+"));
      assertEquals("tcp/0", client.send("server\n").line());
      assertEquals("none", client.send("tls\n").line());
      client.send("log\nshut\n");
      assertEquals("bye", client.line());
      client.assertEnd();
      client.send("rest\n").sendEnd();
    }
    String line = brimd.awaitLine(LOG, "a line of the app");
    assertTrue(line.contains(" brimtcp["), line);
    assertTrue(line.contains("] INFO a line of the app"), line);
    Await.until("one connection, closed", () -> tcp().get("open_connections") == null);
    JsonNode worker = tcp().get("0");
    assertEquals(1, worker.get("connection_count").asInt());
    assertEquals("peer\nserver\ntls\nlog\nshut\nrest\n".length(), worker.get("bytes_read").asInt());
    JsonNode status = brimd.worker(0);
    assertEquals("tcp", status.get("section").asString());
    assertEquals(1, status.get("requests").asInt());
    brimd.stopped();
  }

  @Test
  void anAppThatThrowsIsLoggedOnceAndAFreshOneGetsTheNext() throws IOException {
    conf("breaks_at = 3");
    brimd.started();
    assertEquals("1", ask("number"));
    try (RawClient before = connect();
        RawClient failing = connect()) {
      assertEquals("1", before.send("number\n").line());
      failing.send("throw\n").assertEnd();
      String logged = brimd.awaitLine(LOG, "as told");
      assertTrue(
          logged.matches(
              ".* brimtcp\\[\\d+] ERROR the app failed on the connection of"
                  + " /127\\.0\\.0\\.1:\\d+; a fresh one gets the next java.lang.IllegalStateException:"
                  + " as told .*"),
          logged);
      assertEquals("2", ask("number"));
      assertEquals("1", before.send("number\n").line(), "those that it serves go on");
    }
    assertEquals(1, brimd.lines(LOG, "as told").size());
    try (RawClient failing = connect()) {
      failing.send("throw\n").assertEnd(); // the third, which is next, cannot be made
    }
    try (RawClient unlucky = connect()) {
      unlucky.assertEnd();
    }
    assertTrue(
        brimd.awaitLine(LOG, "no luck with number 3").contains(" ERROR no app for the connection"));
    assertEquals("4", ask("number"));
    brimd.stopped();
  }

  @Test
  void aClientThatLeavesIsNoFailureOfTheApp() throws IOException {
    conf("client_timeout = 100ms");
    brimd.started();
    for (int i = 0; i < 50; i++) {
      RawClient client = connect();
      client.send(i % 2 == 0 ? "half a li" : "number\n");
      client.reset();
    }
    try (RawClient silent = connect()) {
      silent.send("half a li").assertEnd();
    }
    assertEquals("1", ask("number"));
    Await.until("all are over", () -> tcp().get("open_connections") == null);
    assertEquals(52, tcp().get("connection_count").asInt());
    assertEquals(List.of(), brimd.lines(LOG, "ERROR"));
    brimd.stopped();
  }

  @Test
  void aClientThatNeverReadsHoldsUpNobodyAndIsGivenUp() throws IOException {
    brimd.conf(
        """
        [tcp]
        ip = 127.0.0.1
        port = 8903
        call = brim.tcp_echo.TCPEcho
        client_timeout = 2s
        hubs = 1
        java_options = -Xmx32m
        """);
    brimd.started();
    byte[] much = new byte[1024 * 1024];
    var greedy = new ArrayList<Thread>();
    for (int i = 0; i < 20; i++) {
      RawClient client = RawClient.connect(brimd.port(8903), 4096);
      // It ends when the server gives the connection up, however much the system buffers.
      greedy.add(
          Thread.ofVirtual()
              .start(() -> {
                while (client.trySend(much)) {
                  // on
                }
              }));
    }
    for (int i = 0; i < 20; i++) {
      try (RawClient client = connect()) {
        assertEquals("hello", client.send("hello\r\n").line());
      }
    }
    for (Thread client : greedy) {
      Await.until("the server has given a client up", () -> !client.isAlive());
    }
    assertEquals(0, brimd.worker(0).get("restarts").asInt());
    brimd.stopped();
  }

  @Test
  void thousandsBeyondTheLimitWaitTheirTurn() throws IOException {
    brimd.conf(
        """
        [brim]
        log_to = file:~/brim.log
        [tcp]
        ip = 127.0.0.1
        port = 8903
        call = brim.tcp_echo.TCPEcho
        concurrent_per_worker = 50
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = stats
        [stats]
        call = net.brim.server.apps.StatsApp
        """);
    brimd.started();
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 2000; i++) {
      clients.add(connect());
    }
    Await.until("as many as may be", () -> tcp().get("open_connections").asInt() == 50);
    assertEquals(50, tcp().get("connection_count").asInt());
    for (RawClient client : clients) {
      client.send("hello\r\n");
    }
    // One after the other, as each makes room for the next.
    for (RawClient client : clients) {
      assertEquals("hello", client.line());
      client.close();
    }
    Await.until("all are over", () -> tcp().get("open_connections") == null);
    assertEquals(2000, tcp().get("connection_count").asInt());
    assertEquals(2000L * 7, tcp().get("byte_count").asLong());
    assertEquals(List.of(), brimd.lines(LOG, "ERROR"));
    brimd.stopped();
  }

  @Test
  void shutdownLetsAnExchangeFinishAndEndsWhoIsIdle() throws IOException {
    conf("");
    brimd.started();
    try (RawClient idle = connect();
        RawClient busy = connect()) {
      assertEquals("1", idle.send("number\n").line());
      assertEquals("1", busy.send("number\n").line());
      busy.send("num");
      Await.until("half a line", () -> tcp().get("bytes_read").asInt() == 17);
      Program shutdown = brimd.background("shutdown", "--wait");
      idle.assertEnd();
      assertTrue(Await.within(Await.LIMIT, this::isRefused));
      assertTrue(shutdown.isAlive());
      busy.send("ber\n");
      assertEquals("1", busy.line());
      busy.assertEnd();
      shutdown.outcome().exits(0);
    }
    brimd.assertNothingLeft();
  }

  private boolean isRefused() throws IOException {
    try {
      connect().close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void aWorkerThatDiesIsReplacedAndItsCountsStay() throws IOException {
    conf("workers = 2");
    brimd.started();
    for (int i = 0; i < 10; i++) {
      assertEquals("1", ask("number"));
    }
    long pid = brimd.worker(0).get("pid").asLong();
    brimd.signal(pid, "KILL");
    for (int i = 0; i < 20; i++) {
      assertEquals("1", ask("number"));
    }
    Await.until(
        "another worker",
        () ->
            brimd.worker(0).get("state").asString().equals("ready")
                && brimd.worker(0).get("pid").asLong() != pid);
    Await.until("all are over", () -> tcp().get("open_connections") == null);
    assertEquals(30, tcp().get("connection_count").asInt());
    brimd.stopped();
  }

  @Test
  void listensOnUnixSocketsToo() throws IOException {
    Clients.need("nc");
    conf("listen = 127.0.0.1:8903 ~/tcp.socket(0600)");
    assertEquals(
        "[tcp] listening on tcp://127.0.0.1:%d, unix:%s with 1 worker"
            .formatted(brimd.port(8903), brimd.file("tcp.socket")),
        brimd.started().outLines().getFirst());
    assertEquals("1\r\n", brimd.shell("echo number | nc -N -U ~/tcp.socket").exits(0).out());
    assertEquals("1\r\n", brimd.shell("echo number | nc -N 127.0.0.1 8903").exits(0).out());
    brimd.stopped();
  }

  @Test
  void noDaemonServesItBesideHttp() throws IOException {
    conf("workers = 3");
    try (Program server = brimd.background("no-daemon")) {
      Await.until(server::terminal, () -> server.out().lines().count() == 2);
      assertEquals("tcp/0", ask("server"));
      assertEquals(1, tcp().get("connection_count").asInt());
      brimd.signal(server.pid(), "TERM");
      server.outcome().exits(0);
    }
  }

  @Test
  void aWorkerOfHttpLoadsNothingOfTcp() {
    brimd.conf(
        """
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = stats
        java_options = -Xlog:class+load:file=%s
        [stats]
        call = net.brim.server.apps.StatsApp
        """
            .formatted(brimd.file("classes.txt")));
    brimd.started();
    assertEquals(1, brimd.stats().at("/http/open_connections").asInt());
    brimd.stopped();
    assertFalse(brimd.lines("classes.txt", "net.brim.engine.HttpServer ").isEmpty());
    for (String name : List.of(".Tcp", ".Udp", ".Daemon", ".Solo", ".tcp.")) {
      assertEquals(
          List.of(),
          brimd.lines("classes.txt", "net.brim.").stream()
              .filter(line -> line.contains(name))
              .toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'' | 'has no `call =` with the class of its app'",
        "'call = no.Such' | 'expected the name of a class; there is none of that name'",
        "'call = brim.wsgi_echo.WSGIEcho' | 'expected a class that implements TcpApp.Factory or"
            + " TcpApp of net.brim.api'",
        "'call = brim.tcp_echo.TCPEcho\nchunk_read = 0' | 'expected a size from 1 to below 2g'",
        "'call = brim.tcp_echo.TCPEcho\nchunk_read = many' | 'chunk_read = many: expected a size'",
        "'call = brim.tcp_echo.TCPEcho\nmax_age = soon' | 'max_age = soon: expected a duration'",
        "'call = brim.tcp_echo.TCPEcho\nlisten = stdin' | 'expected no stdin'"
      })
  void saysWhatIsWrongBeforeAnythingStarts(String options, String problem) {
    brimd.conf("[tcp]\nport = 8903\n" + options + "\n");
    Outcome refused = brimd.run("start").exits(1);
    assertTrue(refused.terminal().contains(problem), refused::toString);
    assertTrue(refused.terminal().contains("[tcp]"), refused::toString);
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyConnectionIsCountedAndTheWorkersShareThem(int workers) throws Exception {
    int count = Integer.getInteger("brim.connections", 20_000);
    brimd.compile(
        "classes",
        Distribution.REPOSITORY.resolve(
            "examples/tcp/1-hello/src/mypackage/mymodule/HelloWorld.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        [tcp]
        ip = 127.0.0.1
        port = 8903
        call = mypackage.mymodule.HelloWorld
        workers = %d
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = stats
        [stats]
        call = net.brim.server.apps.StatsApp
        """
            .formatted(workers));
    brimd.started();
    shortConnections(count);
    Await.until("all are over", () -> tcp().get("open_connections") == null);
    JsonNode tcp = tcp();
    assertEquals(count, tcp.get("connection_count").asInt());
    for (int slot = 0; slot < workers; slot++) {
      double share = tcp.at("/" + slot + "/connection_count").asDouble() * workers / count;
      assertTrue(share > 0.9 && share < 1.1, tcp::toPrettyString);
    }
    assertEquals(13L * count, tcp.get("bytes_written").asLong());
    brimd.stopped();
  }

  /** Made by two threads, each waiting for the end of one before the next. */
  private void shortConnections(int count) throws InterruptedException {
    var failures = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int j = 0; j < count / 2; j++) {
                  try (RawClient client = connect()) {
                    byte[] said = client.rest();
                    if (said.length != 13) {
                      failures.add("said " + said.length + " bytes");
                    }
                  } catch (IOException e) {
                    failures.add(e.toString());
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }
}

package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Several addresses, IPv6, unix sockets and inherited descriptors. */
class ListenTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void clients() {
    Clients.need("curl", "python3");
  }

  private void conf(String brim, String http) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        listen_retry = 0
        %s

        [http]
        %s
        apps = workbench echo stats

        %s
        """
            .formatted(
                Workbench.classpath(),
                brim,
                http,
                Workbench.SECTION.replace("[echo]", "broken = ~/broken\n\n[echo]")));
  }

  /** What curl gets for a path by way of the socket in the home directory. */
  private Outcome curl(String socket, String path) {
    return brimd.shell("curl -sS -m 30 --unix-socket " + socket + " http://localhost" + path);
  }

  private String mode(String socket) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(brimd.file(socket)));
  }

  @Test
  void theExampleIsReachedAtEveryAddress() throws IOException {
    Assumptions.assumeTrue(hasIpv6(), "skipped: there is no IPv6");
    brimd.conf(Distribution.read("examples/addresses/brimd.conf"));

    Outcome start = brimd.started();

    assertEquals(
        "[http] listening on http://127.0.0.1:%d, http://[::1]:%d, unix:%s with 2 workers\n"
            .formatted(brimd.port(), brimd.port(), brimd.file("brim.sock")),
        start.out());
    assertEquals("rw-rw----", mode("brim.sock"));
    assertEquals("Hello", brimd.shell("curl -sS http://127.0.0.1:8901/echo -d Hello").out());
    assertEquals("Hello", brimd.shell("curl -sS 'http://[::1]:8901/echo' -d Hello").out());
    assertEquals("Hello", curl("brim.sock", "/echo -d Hello").out());
    JsonNode stats = Brimd.json(curl("brim.sock", "/stats").out()).get("http");
    assertEquals(3, stats.get("request_count").asInt());
    assertEquals(4, stats.get("connection_count").asInt());
    brimd.stopped();
    assertFalse(Files.exists(brimd.file("brim.sock")));
    brimd.assertNothingLeft();
  }

  @Test
  void aKilledWorkerIsMissedAtNoAddress() throws IOException {
    conf("workers = 2", "listen = 127.0.0.1:8901 127.0.0.1:8902 ./b.sock\naccess_log = off");
    brimd.started();
    brimd.freeze(brimd.worker(0).get("pid").asLong()); // takes connections, answers none
    brimd.write("broken", ""); // so that no successor serves them
    var clients = new ArrayList<RawClient>();
    try {
      for (int port : List.of(brimd.port(8901), brimd.port(8902))) {
        for (int i = 0; i < 20; i++) {
          String request = "GET /slot HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
          clients.add(RawClient.connect(port).send(request));
        }
      }
      Program unix = unixClient("b.sock", 10);
      brimd.signal(brimd.worker(0).get("pid").asLong(), "KILL");
      for (RawClient client : clients) {
        assertEquals(200, client.read().status());
      }
      unix.outcome().exits(0);
      Files.delete(brimd.file("broken"));
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    Await.until("both workers", () -> ready() == 2);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private int ready() {
    int ready = 0;
    for (JsonNode worker : brimd.status().get("workers")) {
      ready += worker.get("state").asString().equals("ready") ? 1 : 0;
    }
    return ready;
  }

  /** Asks that many times, on a connection each, and ends well where all are answered. */
  private Program unixClient(String socket, int times) {
    return brimd.start(
        List.of(
            "/bin/sh",
            "-c",
            "for i in $(seq "
                + times
                + "); do curl -sSf -m 60 -o answer --unix-socket "
                + socket
                + " http://localhost/slot || exit 1; done"),
        brimd.home());
  }

  @Test
  void underLoadEveryAddressGoesOnWithoutItsWorker() {
    conf("workers = 2", "listen = 127.0.0.1:8901 127.0.0.1:8902 ./b.sock\naccess_log = off");
    brimd.started();
    try (NewConnections one = NewConnections.start(brimd.port(8901), "/hello", 2);
        NewConnections other = NewConnections.start(brimd.port(8902), "/hello", 2)) {
      one.awaitMore(50);
      other.awaitMore(50);
      brimd.signal(brimd.worker(1).get("pid").asLong(), "KILL");
      one.awaitMore(100);
      other.awaitMore(100);
      unixClient("b.sock", 20).outcome().exits(0);
      assertEquals(List.of(), one.refused());
      assertEquals(List.of(), other.refused());
      assertTrue(one.broken().size() <= 2, one.broken()::toString);
      assertTrue(other.broken().size() <= 2, other.broken()::toString);
    }
    Await.until("the new worker", () -> ready() == 2);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aUnixPeerIsNamedInTheLogAndGetsLargeAnswersWhole() {
    conf("", "listen = unix:b.sock");
    brimd.started();

    Outcome large = brimd.shell("curl -sS --unix-socket b.sock http://a/bytes/3000000 | wc -c");
    assertEquals("3000000", large.out().strip());
    Path file = brimd.write("large", "x".repeat(2_000_000));
    Outcome sent = brimd.shell("curl -sS --unix-socket b.sock http://a/file" + file + " | wc -c");
    assertEquals("2000000", sent.out().strip());
    assertEquals(
        "2000000\n",
        curl("b.sock", "/length --data-binary @" + file).out(),
        "of what was sent to the server");

    String line = brimd.awaitLine(LOG, " GET /bytes/3000000 ");
    assertTrue(line.contains(" NOTICE unix: unix: - - "), line);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  // --- socket files ---

  @Test
  void aSocketThatADeadServerLeftIsReplaced() {
    conf("", "listen = ./b.sock(600)");
    brimd.started();
    long supervisor = brimd.pid();
    long worker = brimd.worker(0).get("pid").asLong();
    brimd.signal(worker, "KILL");
    brimd.signal(supervisor, "KILL");
    Await.until("the end of all", () -> Processes.of(brimd.home()).isEmpty());
    assertTrue(Files.exists(brimd.file("b.sock")));

    brimd.started();

    assertEquals("hello\n", curl("b.sock", "/hello").out());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aSocketThatAnotherProgramHasIsLeftAlone() throws IOException {
    conf("", "listen = 127.0.0.1:8901 ./b.sock");
    Path path = brimd.file("b.sock");
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));

      Outcome start = brimd.run("start").exits(1);

      assertEquals(
          "[http] cannot listen on unix:%s: bind %s: in use by another process\n"
              .formatted(path, path),
          start.err());
      assertTrue(Files.exists(path));
      assertEquals("", start.out());
      assertTrue(Ports.isFree(brimd.port()), "the first address is given back");
      assertEquals(start.err(), brimd.run("no-daemon").exits(1).err());
      assertTrue(Files.exists(path));
    }
    Files.delete(path);
    brimd.assertNothingLeft();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    conf("", "listen = ./b.txt ./fifo");
    brimd.write("b.txt", "text");
    brimd.shell("mkfifo fifo").exits(0);
    String check = brimd.run("check").exits(1).err();
    assertTrue(check.contains("b.txt that is no socket"), check);

    conf("", "listen = ./fifo");
    String start = brimd.run("start").exits(1).err();

    assertTrue(start.contains("there is a named pipe that is no socket"), start);
    assertEquals("text", brimd.read("b.txt"));
    assertTrue(Files.exists(brimd.file("fifo")));
    brimd.assertNothingLeft();
  }

  @Test
  void aSocketOfAnotherThatTookThePlaceStays() throws IOException {
    conf("", "listen = 127.0.0.1:8901 ./b.sock");
    brimd.started();
    Path path = brimd.file("b.sock");
    Files.delete(path);
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      brimd.stopped();
      assertTrue(Files.exists(path));
    }
    Files.delete(path);
    brimd.assertNothingLeft();
  }

  @Test
  void aShutdownRemovesTheSocketAtOnceAndARestartHasItAgain() throws Exception {
    conf("", "listen = 127.0.0.1:8901 ./b.sock");
    brimd.started();
    try (var held = new Workbench.Held(brimd)) {
      var response = held.response();
      brimd.run("shutdown").exits(0);
      assertFalse(Files.exists(brimd.file("b.sock")));
      held.goOn();
      assertEquals("awaited\n", response.join().text());
    }
    conf("", "listen = ./b.sock");
    brimd.run("restart").exits(0);
    brimd.run("restart").exits(0);
    assertEquals("hello\n", curl("b.sock", "/hello").out());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void theSocketIsItsUsers() throws IOException {
    Assumptions.assumeTrue(
        Set.of("root").contains(System.getProperty("user.name")),
        "skipped: only root can change the user");
    Files.setPosixFilePermissions(brimd.home(), PosixFilePermissions.fromString("rwxrwxrwx"));
    brimd.conf(
        """
        [brim]
        user = nobody
        log_to = stderr
        [http]
        listen = ./b.sock(0660)
        """);
    brimd.started();
    assertEquals("nobody", Files.getOwner(brimd.file("b.sock")).getName());
    assertEquals(
        brimd.shell("id -g nobody").out().strip(),
        Files.getAttribute(brimd.file("b.sock"), "unix:gid").toString());
    assertEquals("rw-rw----", mode("b.sock"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  // --- inherited descriptors ---

  /** Runs brimd with a socket that a program of Python's made as descriptor 7. */
  private Program withSocket(String socket, String... arguments) {
    String program =
        """
        import os, socket, sys
        %s
        os.dup2(s.fileno(), 7)
        os.execvp('brimd', ['brimd'] + sys.argv[1:])
        """
            .formatted(socket);
    var command = new ArrayList<>(List.of("python3", "-c", program));
    command.addAll(List.of(arguments));
    return brimd.start(command, brimd.home());
  }

  private String tcpSocket() {
    return "s = socket.create_server(('127.0.0.1', %d), backlog=64)".formatted(brimd.port());
  }

  private static final String UNIX_SOCKET =
      """
      s = socket.socket(socket.AF_UNIX)
      s.bind('mine.socket')
      s.listen(64)
      """;

  @Test
  void anInheritedSocketServesThroughAllWorkers() throws IOException {
    conf("workers = 2", "listen = fd:7 ./b.sock");

    Outcome start = withSocket(tcpSocket(), "start").outcome().exits(0);

    assertTrue(
        start.out().startsWith("[http] listening on http://127.0.0.1:" + brimd.port() + ", unix:"),
        start::toString);
    long victim = brimd.worker(0).get("pid").asLong();
    brimd.signal(victim, "KILL");
    for (int i = 0; i < 10; i++) {
      assertEquals("hello\n", RawClient.get(brimd.port(), "/hello").text());
    }
    Await.until("the new worker", () -> ready() == 2);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void anInheritedUnixSocketIsLeftToItsMaker() {
    conf("", "listen = fd:7");
    withSocket(UNIX_SOCKET, "start").outcome().exits(0);
    assertEquals("hello\n", curl("mine.socket", "/hello").out());
    brimd.stopped();
    assertTrue(Files.exists(brimd.file("mine.socket")));
    brimd.assertNothingLeft();
  }

  @Test
  void theForegroundAndNoDaemonTakeThemToo() throws IOException {
    for (String command : List.of("start --foreground", "no-daemon")) {
      conf("log_level = INFO", "listen = fd:7 ./b.sock(0600)");
      try (Program server = withSocket(tcpSocket(), command.split(" ", -1))) {
        Await.until(server::terminal, () -> server.out().contains("listening on "));
        assertEquals("hello\n", RawClient.get(brimd.port(), "/hello").text());
        assertEquals("hello\n", curl("b.sock", "/hello").out());
        assertEquals("rw-------", mode("b.sock"));
        brimd.signal(server.pid(), "TERM");
        server.outcome().exits(0);
        assertFalse(Files.exists(brimd.file("b.sock")));
      }
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aDescriptorThatIsNoListeningSocketIsAProblem() {
    conf("", "listen = fd:7");
    String place = brimd.file(".brimd.conf") + ":9: [http] listen = fd:7: ";
    for (String[] wrong :
        new String[][] {
          {"s = socket.socket()", "a socket that does not listen"},
          {"s = open('/dev/null')", "no socket"},
          {
            "s = socket.socket(type=socket.SOCK_DGRAM)",
            "a socket for neither TCP nor unix stream connections"
          }
        }) {
      String expected =
          place
              + "`fd:7` has to be a listening socket that brimd inherits: descriptor 7: "
              + wrong[1]
              + "\n";
      for (String command : List.of("start", "restart", "no-daemon")) {
        assertEquals(expected, withSocket(wrong[0], command).outcome().exits(1).err());
      }
    }
    conf("", "listen = fd:977");
    String missing = brimd.run("start").exits(1).err();
    assertTrue(missing.endsWith("descriptor 977: not open\n"), missing);
    assertEquals("OK\n", brimd.run("check").exits(0).out());
    brimd.assertNothingLeft();
  }

  // --- no-daemon ---

  private static final List<String> NO_EPOLL =
      List.of("env", "JAVA_TOOL_OPTIONS=-Dio.netty.transport.noNative=true", "brimd");

  @Test
  void withoutEpollNoDaemonServesUnixSocketsToo() throws IOException {
    conf("", "listen = 127.0.0.1:8901 127.0.0.1:8902 ./b.sock(0640)");
    try (Program server = brimd.start(NO_EPOLL, brimd.home())) {
      Await.until(server::terminal, () -> server.out().contains("listening on "));
      assertEquals("hello\n", RawClient.get(brimd.port(8901), "/hello").text());
      assertEquals("hello\n", RawClient.get(brimd.port(8902), "/hello").text());
      assertEquals("hello\n", curl("b.sock", "/hello").out());
      assertEquals(
          "3000000",
          brimd
              .shell("curl -sS --unix-socket b.sock http://a/bytes/3000000 | wc -c")
              .out()
              .strip());
      assertEquals("rw-r-----", mode("b.sock"));
      conf("", "listen = ./b.sock");
      Outcome second = brimd.start(NO_EPOLL, brimd.home()).outcome().exits(1);
      assertTrue(second.err().contains("ddress already in use"), second::toString);
      brimd.signal(server.pid(), "INT");
      server.outcome().exits(0);
    }
    assertTrue(brimd.awaitLine(LOG, " GET /hello ").contains(" NOTICE 127.0.0.1 127.0.0.1 "));
    brimd.awaitLine(LOG, " NOTICE unix: unix: ");
    brimd.assertNothingLeft();
  }

  // --- the configuration ---

  @Test
  void checkFindsTwoSubserversAtOneAddress() {
    brimd.conf(
        """
        [brim]
        listen = *:8901
        [http]
        [http#b]
        listen = 0.0.0.0:8901 ./b.sock
        [http#c]
        listen = ./b.sock
        """);
    assertEquals(
        List.of(
            "%s:6: [http#b]: it would listen on 0.0.0.0:%d, and [http] listens on *:%d: give it another port"
                .formatted(brimd.file(".brimd.conf"), brimd.port(), brimd.port()),
            "%s:8: [http#c]: it would listen on unix:%s, and [http#b] listens on unix:%s: give it another path"
                .formatted(brimd.file(".brimd.conf"), brimd.file("b.sock"), brimd.file("b.sock"))),
        brimd.run("check").exits(1).errLines());
  }

  private static boolean hasIpv6() throws IOException {
    Path addresses = Path.of("/proc/net/if_inet6");
    return Files.exists(addresses) && Files.readString(addresses).contains(" lo");
  }
}

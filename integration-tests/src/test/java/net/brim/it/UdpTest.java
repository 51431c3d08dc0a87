package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** UDP subservers from outside. */
class UdpTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  /** Starts a subserver with the app of the tests. */
  private void start(String options) {
    brimd.compile("classes", Apps.source("datagrams/Datagrams.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log
        graceful_timeout = 60s

        [udp]
        port = 8905
        call = datagrams.Datagrams
        %s

        [wsgi]
        port = 8901
        apps = stats
        access_log = off

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(options));
    brimd.started();
  }

  private long count(String stat) {
    return brimd.stats().at("/udp/" + stat).asLong();
  }

  @Test
  void answersComeFromTheAddressThatWasAsked() throws IOException {
    start("");
    for (String address : List.of("127.0.0.1", "127.0.0.2")) {
      try (UdpClient client = UdpClient.to(address, brimd.port(8905))) {
        assertEquals("/" + address + ":" + brimd.port(8905), client.ask("to"));
      }
    }
    if (Files.exists(Path.of("/proc/net/if_inet6"))) {
      try (UdpClient client = UdpClient.to("::1", brimd.port(8905))) {
        assertEquals("/[0:0:0:0:0:0:0:1]:" + brimd.port(8905), client.ask("to"));
        assertTrue(client.ask("from").startsWith("/[0:0:0:0:0:0:0:1]:"));
      }
    }
    brimd.stopped();
  }

  @Test
  void anAddressOfIpv4AloneIsServed() throws IOException {
    start("ip = 127.0.0.1");
    try (UdpClient client = UdpClient.to(brimd.port(8905))) {
      assertEquals("/127.0.0.1:" + brimd.port(8905), client.ask("to"));
      assertTrue(client.ask("from").startsWith("/127.0.0.1:"));
    }
    brimd.stopped();
  }

  @Test
  void emptyLongAndTooLongDatagrams() throws IOException {
    start("max_datagram_size = 60000\nlisten = 127.0.0.1:8905 udp:127.0.0.2:8906");
    byte[] longest = "x".repeat(60_000).getBytes(StandardCharsets.UTF_8);
    try (UdpClient client = UdpClient.to(brimd.port(8905));
        UdpClient other = UdpClient.to("127.0.0.2", brimd.port(8906))) {
      assertEquals("", client.ask(""));
      client.send(new byte[60_001]);
      client.send(longest);
      assertArrayEquals(longest, client.receiveBytes());
      assertEquals("here", other.ask("here"));
    }
    assertEquals(3, count("datagram_count"));
    assertEquals(1, count("truncated_count"));
    assertEquals(60_004, count("bytes_read"));
    brimd.stopped();
  }

  @Test
  void anAppThatFailsIsLoggedOnceAndReplaced() throws IOException {
    start("");
    try (UdpClient client = UdpClient.to(brimd.port(8905))) {
      assertEquals("1", client.ask("handled"));
      assertEquals("2", client.ask("handled"));
      client.send("fail with this");
      assertEquals("1", client.ask("handled"), "a fresh app");
      assertEquals("logged", client.ask("log these words"));
    }
    brimd.awaitLine(LOG, "these words");
    List<String> failures = brimd.lines(LOG, "with this");
    assertEquals(1, failures.size(), failures::toString);
    assertTrue(failures.getFirst().contains("the app failed on the datagram of 127.0.0.1:"));
    assertTrue(failures.getFirst().contains("IllegalStateException"), failures::toString);
    assertEquals(1, count("failed_count"));
    brimd.stopped();
  }

  @Test
  void aWorkerThatDiesIsCoveredAndReplaced() throws IOException {
    start("workers = 2");
    long victim = worker(0).get("pid").asLong();
    brimd.signal(victim, "KILL");
    try (UdpClient client = UdpClient.to(brimd.port(8905))) {
      for (int i = 0; i < 300; i++) {
        assertEquals("n" + i, client.ask("n" + i));
      }
    }
    Await.until("a new worker", () -> worker(0).get("pid").asLong() > 0);
    Await.until("its readiness", () -> worker(0).get("state").asString().equals("ready"));
    assertNotEquals(victim, worker(0).get("pid").asLong());
    assertEquals(300, count("datagram_count"));
    brimd.stopped();
  }

  private JsonNode worker(int slot) {
    for (JsonNode worker : brimd.status().get("workers")) {
      if (worker.get("section").asString().equals("udp")
          && worker.get("slot").asString().equals(Integer.toString(slot))) {
        return worker;
      }
    }
    throw new AssertionError("no worker udp/" + slot + " in " + brimd.status());
  }

  @Test
  void aShutdownAnswersWhatHasArrived() throws IOException {
    start("");
    Path held = Files.createDirectory(brimd.file("held"));
    try (UdpClient client = UdpClient.to(brimd.port(8905));
        UdpClient quick = UdpClient.to(brimd.port(8905))) {
      client.send("hold " + held);
      Await.until("the datagram in the app", () -> Files.exists(held.resolve("entered")));
      assertEquals("beside", quick.ask("beside"));
      brimd.run("shutdown").exits(0);
      Files.createFile(held.resolve("go"));
      assertEquals("held", client.receive());
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aShutdownAnswersWhatNobodyHasReadYet() throws IOException {
    int many = 100;
    start("hubs = 1");
    Path held = Files.createDirectory(brimd.file("held"));
    try (UdpClient first = UdpClient.to(brimd.port(8905));
        UdpClient waiting = UdpClient.to(brimd.port(8905))) {
      first.send("spin " + held);
      Await.until("the datagram in the app", () -> Files.exists(held.resolve("entered")));
      for (int i = 0; i < many; i++) {
        waiting.send("n" + i);
      }
      brimd.run("shutdown").exits(0);
      Await.until("released ports", () -> Ports.isFree(brimd.port()));
      Files.createFile(held.resolve("go"));
      assertEquals("spun", first.receive());
      for (int i = 0; i < many; i++) {
        assertEquals("n" + i, waiting.receive());
      }
    }
    brimd.assertNothingLeft();
  }

  @Test
  void whatIsNotReadInTimeIsCounted() throws IOException {
    int sent = 3000;
    start("concurrent_per_worker = 1\nip = 127.0.0.1");
    Path held = Files.createDirectory(brimd.file("held"));
    try (UdpClient client = UdpClient.to(brimd.port(8905))) {
      client.send("hold " + held);
      Await.until("the datagram in the app", () -> Files.exists(held.resolve("entered")));
      for (int i = 0; i < sent; i++) {
        client.send("more than the socket holds");
      }
      Await.until("a count of what was dropped", () -> count("dropped_count") > 0);
      assertEquals(1, count("datagram_count"), "one at a time");
      Files.createFile(held.resolve("go"));
      Await.until(
          () -> "all to be counted: " + brimd.stats().toPrettyString(),
          () -> count("dropped_count") + count("datagram_count") == sent + 1);
    }
    brimd.stopped();
  }

  @Test
  void twoEchoesThatAnswerEachOtherKeepNobodyFromBeingServed() throws Exception {
    brimd.conf(
        """
        [udp]
        ip = 127.0.0.1
        port = 8905
        call = brim.udp_echo.UDPEcho
        [udp#other]
        ip = 127.0.0.1
        port = 8906
        call = brim.udp_echo.UDPEcho
        """);
    brimd.started();
    Clients.need("python3");
    // Who may forge the sender of a datagram can set them on each other.
    Outcome forged = brimd.shell(FORGER.formatted(8906, 8905));
    org.junit.jupiter.api.Assumptions.assumeTrue(
        forged.status() == 0, "skipped: no right to forge a datagram");
    brimd.shell(FORGER.formatted(8905, 8905)).exits(0); // and one on itself

    for (int port : new int[] {8905, 8906}) {
      try (UdpClient client = UdpClient.to(brimd.port(port))) {
        for (int i = 0; i < 100; i++) {
          assertEquals("n" + i, client.ask("n" + i));
        }
      }
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  /** Sends a datagram with a sender's port that is not its own. */
  private static final String FORGER =
      "python3 -c \"import socket, struct; s = socket.socket(socket.AF_INET, socket.SOCK_RAW,"
          + " socket.IPPROTO_UDP); s.sendto(struct.pack('!HHHH', %d, %d, 12, 0) + b'ping',"
          + " ('127.0.0.1', 0))\" 2>/dev/null";

  @Test
  void noDaemonServesToo() throws IOException {
    brimd.conf(
        """
        [udp]
        port = 8905
        call = brim.udp_echo.UDPEcho
        """);
    Program program = brimd.background("no-daemon");
    Await.until(
        "its sentence", () -> program.out().contains("[udp] listening on udp://127.0.0.1:"));
    for (String address : List.of("127.0.0.1", "127.0.0.2")) {
      try (UdpClient client = UdpClient.to(address, brimd.port(8905))) {
        assertEquals("there?", client.ask("there?"));
      }
    }
    brimd.signal(program.pid(), "TERM");
    assertEquals(0, program.outcome().status());
  }

  @Test
  void aBusyPortIsNamed() throws IOException {
    try (var taken = new java.net.DatagramSocket(brimd.port(8905))) {
      assertTrue(taken.isBound());
      brimd.conf("[brim]\nlisten_retry = 0\n[udp]\nport = 8905\ncall = brim.udp_echo.UDPEcho\n");
      Outcome start = brimd.run("start").exits(1);
      assertTrue(
          start.terminal().contains("[udp] cannot listen on UDP port " + brimd.port(8905)),
          start::toString);
    }
    brimd.assertNothingLeft();
  }
}

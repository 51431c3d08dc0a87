package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code [brim] admin}: what the supervisor itself answers. */
class AdminTest {

  private static final int ADMIN = 8902;

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String admin, String section) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        listen_retry = 0
        workers = 2
        admin = %s

        [http]
        port = 8901
        ip = 127.0.0.1
        apps = workbench echo stats

        [udp]
        port = 8901
        ip = 127.0.0.1
        call = brim.udp_echo.UDPEcho

        %s
        """
            .formatted(
                Workbench.classpath(),
                admin,
                Workbench.SECTION.replace("[echo]", section + "\n\n[echo]")));
  }

  private RawClient.Response get(String path) {
    try {
      return RawClient.get(brimd.port(ADMIN), path);
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  private void assertAnswer(int status, String text, String path) {
    RawClient.Response response = get(path);
    assertEquals(status, response.status(), response::toString);
    assertEquals(text + "\n", response.text());
  }

  private static RawClient.Response send(int port, String request) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(request).read();
      client.assertEnd();
      return response;
    }
  }

  @Test
  void theSupervisorAnswersWhateverItsWorkersDo() {
    conf("127.0.0.1:8902", "");
    brimd.started();
    assertAnswer(200, "live", "/live");
    assertAnswer(200, "ready", "/ready");
    brimd.status().get("workers").forEach(worker -> brimd.freeze(worker.get("pid").asLong()));

    assertAnswer(200, "live", "/live");
    assertAnswer(200, "ready", "/ready");
    assertEquals(404, get("/").status());

    RawClient.Response status = get("/status");
    assertEquals("application/json", status.header("Content-Type"));
    assertEquals("no-store", status.header("Cache-Control"));
    JsonNode told = Brimd.json(brimd.run("status", "--json").exits(0).out());
    assertSameStatus(told, Brimd.json(status.text()));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private static void assertSameStatus(JsonNode expected, JsonNode found) {
    assertEquals(new TreeSet<>(expected.propertyNames()), new TreeSet<>(found.propertyNames()));
    assertEquals(expected.get("pid"), found.get("pid"));
    assertEquals(expected.get("phase"), found.get("phase"));
    assertEquals(expected.get("workers").size(), found.get("workers").size());
    for (int i = 0; i < found.get("workers").size(); i++) {
      JsonNode one = expected.get("workers").get(i);
      JsonNode other = found.get("workers").get(i);
      assertEquals(new TreeSet<>(one.propertyNames()), new TreeSet<>(other.propertyNames()));
      for (String same : List.of("section", "slot", "pid", "state", "restarts", "requests")) {
        assertEquals(one.get(same), other.get(same), same);
      }
      assertTrue(other.get("memory").asLong() > 1_000_000, other::toString);
    }
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    conf("127.0.0.1:8902", "");
    brimd.started();
    int port = brimd.port(ADMIN);
    brimd.run("restart").exits(0); // another program has the socket now
    assertAnswer(200, "ready", "/ready");
    assertEquals(400, send(port, "GET /live HTTP/1.1\n\n").status());
    assertEquals(400, send(port, "\u0016\u0003\u0001\r\n\r\n").status());
    assertEquals(431, send(port, "GET /" + "a".repeat(9_000)).status());
    RawClient.Response post =
        send(port, "POST /live HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    assertEquals(405, post.status());
    assertEquals("GET, HEAD", post.header("Allow"));
    try (RawClient client = RawClient.connect(port)) {
      client.send("HEAD /ready HTTP/1.1\r\nHost: a\r\n\r\n");
      String head = new String(client.rest(), StandardCharsets.UTF_8);
      assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
      assertTrue(head.contains("Content-Length: 6\r\n") && head.endsWith("\r\n\r\n"), head);
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void clientsThatSayNothingKeepNobodyOut() throws IOException {
    conf("127.0.0.1:8902", "");
    brimd.started();
    var silent = new ArrayList<RawClient>();
    for (int i = 0; i < 100; i++) {
      silent.add(RawClient.connect(brimd.port(ADMIN)).send("GET /live HTTP"));
    }
    assertAnswer(200, "live", "/live");
    for (RawClient client : silent) {
      client.close();
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void readinessFollowsTheWorkers() throws IOException {
    brimd.write("gate", "");
    conf("127.0.0.1:8902", "gate = ~/gate");
    Program server = brimd.background("start", "--foreground");
    Await.until("the admin port", () -> !Ports.isFree(brimd.port(ADMIN)));
    Await.until(
        "the worker of [udp], which waits for nothing",
        () -> get("/ready").text().equals("starting: waiting for http/0, http/1\n"));
    assertAnswer(200, "live", "/live");
    Files.delete(brimd.file("gate"));
    Await.until("readiness", () -> get("/ready").status() == 200);

    brimd.write("gate", "");
    brimd.signal(brimd.worker(0).get("pid").asLong(), "KILL");
    Await.until("the next one", () -> brimd.worker(0).get("state").asString().equals("starting"));
    assertAnswer(200, "ready", "/ready");
    brimd.signal(brimd.worker(1).get("pid").asLong(), "KILL");
    Await.until("no readiness", () -> get("/ready").status() == 503);
    assertAnswer(503, "no worker is ready: [http]", "/ready");
    Files.delete(brimd.file("gate"));
    Await.until("readiness", () -> get("/ready").status() == 200);

    try (var held = new Workbench.Held(brimd)) {
      brimd.signal(server.pid(), "HUP");
      Await.until("the drain", () -> get("/ready").text().equals("draining\n"));
      Await.until("the end of the pid file", () -> !Files.exists(brimd.file(".brimd.pid")));
      assertAnswer(503, "draining", "/ready");
      assertAnswer(200, "live", "/live");
      held.goOn();
      assertEquals(200, held.client().read().status());
    }
    server.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void aDetachedServerLeavesTheAddressToItsSuccessor() throws IOException {
    conf("127.0.0.1:8902", "");
    brimd.started();
    long first = get("/status").status();
    assertEquals(200, first);
    try (var held = new Workbench.Held(brimd)) {
      brimd.run("shutdown").exits(0);
      brimd.started();
      assertEquals(brimd.pid(), Brimd.json(get("/status").text()).get("pid").asLong());
      held.goOn();
      assertEquals(200, held.client().read().status());
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aUnixSocketIsForItsOwnerAlone() throws IOException {
    conf("unix:run/admin.sock", "");
    Files.createDirectory(brimd.file("run"));
    brimd.started();
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(brimd.file("run/admin.sock"))));
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(brimd.file("run/admin.sock")));
      channel.write(ByteBuffer.wrap(Brimd.bytes("GET /ready HTTP/1.1\r\nHost: a\r\n\r\n")));
      var answer = ByteBuffer.allocate(4096);
      while (channel.read(answer) >= 0) {
        // until its end
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
      assertTrue(text.startsWith("HTTP/1.1 200 OK\r\n") && text.endsWith("\r\n\r\nready\n"), text);
    }
    brimd.run("restart").exits(0);
    assertTrue(Files.exists(brimd.file("run/admin.sock")));
    brimd.stopped();
    assertFalse(Files.exists(brimd.file("run/admin.sock")));
    brimd.assertNothingLeft();
  }

  @Test
  void anAddressThatIsTakenEndsTheStart() throws IOException {
    conf("127.0.0.1:8902", "");
    try (var foreign = new ServerSocket(brimd.port(ADMIN), 1)) {
      Outcome start = brimd.run("start").exits(1);
      assertTrue(
          start.err().startsWith("[brim] admin cannot listen on port " + foreign.getLocalPort()),
          start::toString);
    }
    conf("127.0.0.1:8901", "");
    Outcome check = brimd.run("check").exits(1);
    assertTrue(
        check.terminal().contains("[http] listens there: give it another port"), check::toString);
    brimd.assertNothingLeft();
  }

  /** What a supervisor says that fails is in the errorlog. */
  @Test
  void aServerThatAnswersProbesEndsInPeace() {
    conf("127.0.0.1:8902\nerrorlog = ~/errors.log", "");
    brimd.started();
    assertAnswer(200, "ready", "/ready");
    brimd.stopped();
    brimd.started();
    brimd.run("shutdown").exits(0);
    assertEquals("", brimd.read("errors.log"));
    brimd.assertNothingLeft();
  }
}

package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What the documents that Brim comes from tell their readers to type, for TCP. */
class TcpWalkThroughTest {

  private static final String ECHO = "echo 'Just a test.' | nc -q 2 127.0.0.1 ";

  /** Connections of the stages before the app counts; the server has counted them all. */
  private static final int BEFORE_STATS = 3;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void clients() {
    Clients.need("nc", "bash", "curl", "python3");
  }

  private static String example(String stage) {
    return Distribution.read("examples/tcp/" + stage + "/brimd.conf");
  }

  private void compileStage(String stage) {
    Path directory = Distribution.REPOSITORY.resolve("examples/tcp").resolve(stage);
    brimd.compile("classes", directory.resolve("src/mypackage/mymodule/HelloWorld.java"));
  }

  private void assertSays(String expected, String command) {
    assertEquals(expected, brimd.shell(command).exits(0).out());
  }

  @Test
  void theEchoAnswersOnItsPort() {
    brimd.conf(
        """
        [tcp]
        port = 8903
        call = brim.tcp_echo.TCPEcho
        """);
    assertTrue(
        brimd
            .shell("brimd start")
            .exits(0)
            .out()
            .startsWith("[tcp] listening on tcp://127.0.0.1:" + brimd.port(8903)));
    assertSays("Just a test.\n", ECHO + "8903");
    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void theEchoesOfTwoPortsAnswer() {
    brimd.conf(example("echo"));
    brimd.shell("brimd start").exits(0);
    assertSays("Just a test.\n", ECHO + "8903");
    assertSays("Just a test.\n", ECHO + "8904");
    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void helloWorldGrowsInThreeStages() {
    compileStage("1-hello");
    brimd.conf(example("1-hello"));
    brimd.shell("brimd restart").exits(0);
    assertSays("Hello World!\n", "nc -q 2 127.0.0.1 8903");
    long first = brimd.pid();

    compileStage("2-message-from-conf");
    Outcome refused = brimd.shell("brimd restart").exits(1);
    assertEquals("[tcp] you must configure a message to serve.\n", refused.terminal());
    assertEquals(first, brimd.pid(), "the old server stays");
    assertSays("Hello World!\n", "nc -q 2 127.0.0.1 8903");

    brimd.conf(example("2-message-from-conf"));
    brimd.shell("brimd restart").exits(0);
    assertEquals(first, brimd.pid(), "it is replaced in place");
    assertSays("Hello, hello!\n", "nc -q 2 127.0.0.1 8903");

    compileStage("3-stats");
    brimd.conf(example("3-stats"));
    brimd.shell("brimd restart").exits(0);
    assertSays("Hello, hello!\n", "nc -q 2 127.0.0.1 8903");
    assertCounts(1);
    assertSays("Hello, hello!\n", "nc -q 2 127.0.0.1 8903");
    assertSays("Hello, hello!\n", "nc -q 2 127.0.0.1 8903");
    assertCounts(3);
    brimd.shell("bash -c 'for x in {1..1234}; do nc 127.0.0.1 8903; done > /dev/null'").exits(0);
    JsonNode tcp = assertCounts(1237);
    assertTrue(tcp.at("/0/connections").asInt() > 0, tcp::toPrettyString);
    assertTrue(tcp.at("/1/connections").asInt() > 0, tcp::toPrettyString);

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  private static void assertCount(String name, int expected, JsonNode tcp) {
    assertEquals(expected, tcp.get(name).asInt(), tcp::toPrettyString);
    assertEquals(
        expected, tcp.at("/0/" + name).asInt() + tcp.at("/1/" + name).asInt(), tcp::toPrettyString);
  }

  /** What the app and the server count, of both workers and of both together. */
  private JsonNode assertCounts(int expected) {
    String command = "curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool";
    JsonNode report = Brimd.json(brimd.shell(command).exits(0).out());
    JsonNode tcp = report.get("tcp");
    assertCount("connections", expected, tcp);
    assertCount("connection_count", expected + BEFORE_STATS, tcp);
    long last = Math.max(tcp.at("/0/last_called").asLong(), tcp.at("/1/last_called").asLong());
    assertEquals(last, tcp.get("last_called").asLong());
    for (JsonNode seconds :
        new JsonNode[] {tcp.get("last_called"), tcp.at("/0/start_time"), tcp.at("/1/start_time")}) {
      long age = Instant.now().getEpochSecond() - seconds.asLong();
      assertTrue(age >= 0 && age < 600, tcp::toPrettyString);
    }
    return tcp;
  }
}

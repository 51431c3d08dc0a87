package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What the documents that Brim comes from tell their readers to type, for UDP. */
class SeedsUdpWalkThroughTest {

  private static final Path HELLO_WORLD =
      Distribution.REPOSITORY.resolve("examples/helloworld-udp");

  private static final String PATIENT_ECHO = "echo() { /bin/echo \"$@\"; sleep 1; }\n";
  private static final int ATTEMPTS = 10;

  private static final String CONF =
      """
      [brim]
      classpath = classes

      [udp]
      port = 8905
      call = mypackage.mymodule.HelloWorld
      """;

  private static final String STATS =
      """

      [wsgi]
      port = 8901
      apps = stats

      [stats]
      call = brim.wsgi_stats.WSGIStats
      """;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void clients() {
    Clients.need("nc", "curl", "python3");
  }

  @Test
  void theQuickStartEchoes() {
    brimd.conf(
        """
        [udp]
        port = 8905
        call = brim.udp_echo.UDPEcho
        """);
    Outcome start = brimd.shell("brimd start").exits(0);
    assertTrue(
        start.out().startsWith("[udp] listening on udp://127.0.0.1:" + brimd.port(8905)),
        start::toString);

    assertEquals("Just a test.\n", answer("Just a test.", 8905));

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void theTwoPortsOfOneConfigurationEcho() {
    brimd.conf(
        """
        [udp]
        port = 8905
        call = brim.udp_echo.UDPEcho
        [udp#alternate]
        port = 8906
        call = brim.udp_echo.UDPEcho
        """);
    brimd.shell("brimd start").exits(0);

    assertEquals("Just a test.\n", answer("Just a test.", 8905));
    assertEquals("Just a test.\n", answer("Just a test.", 8906));

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void helloWorldGrowsInThreeStages() {
    compileStage("1-fixed-answer");
    brimd.conf(CONF);
    brimd.shell("brimd restart").exits(0);
    assertEquals("Hello World!\n", answer("test", 8905));

    compileStage("2-message-from-conf");
    Outcome refused = brimd.shell("brimd restart").exits(1);
    assertEquals("[udp] you must configure a message to serve.\n", refused.terminal());
    assertEquals("Hello World!\n", answer("test", 8905), "the old server stays");

    brimd.conf(CONF + "message = Hello, hello!\n");
    brimd.shell("brimd restart").exits(0);
    assertEquals("Hello, hello!\n", answer("test", 8905));

    compileStage("3-stats");
    brimd.conf(CONF + "message = Hello, hello!\n" + STATS);
    brimd.shell("brimd restart").exits(0);
    assertEquals("Hello, hello!\n", answer("test", 8905));
    JsonNode udp =
        Brimd.json(
                brimd
                    .shell("curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool")
                    .exits(0)
                    .out())
            .get("udp");
    assertRecent(udp.at("/0/last_called"));
    assertRecent(udp.get("last_called"));
    assertRecent(udp.at("/0/start_time"));
    assertTrue(udp.get("datagram_count").asInt() >= 1, udp::toPrettyString);

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void theMissingMessageKeepsTheServerFromStarting() {
    compileStage("2-message-from-conf");
    brimd.conf(CONF);

    Outcome refused = brimd.shell("brimd start").exits(1);

    assertEquals("[udp] you must configure a message to serve.\n", refused.terminal());
    brimd.assertNothingLeft();
  }

  @Test
  void eachExampleRunsWithItsOwnConfiguration() throws Exception {
    for (String stage : new String[] {"1-fixed-answer", "2-message-from-conf", "3-stats"}) {
      compileStage(stage);
      brimd.conf(Distribution.read("examples/helloworld-udp/" + stage + "/brimd.conf"));

      brimd.shell("brimd start").exits(0);
      try (UdpClient client = UdpClient.to(brimd.port(8905))) {
        assertEquals(
            stage.startsWith("1") ? "Hello World!\n" : "Hello, hello!\n", client.ask("test"));
      }
      brimd.shell("brimd stop").exits(0);
    }
  }

  private void compileStage(String stage) {
    brimd.compile(
        "classes", HELLO_WORLD.resolve(stage + "/src/mypackage/mymodule/HelloWorld.java"));
  }

  /**
   * What nc prints for the line of the documents. Debian's nc leaves without waiting for an answer
   * where the other end of its input is closed before it first looks, so echo stays for a moment;
   * on a busy machine it may look even later, and is asked again.
   */
  private String answer(String text, int port) {
    String line = "echo '" + text + "' | nc -q 2 -u 127.0.0.1 " + port;
    for (int attempt = 0; ; attempt++) {
      String printed = brimd.shell(PATIENT_ECHO + line).exits(0).out();
      if (!printed.isEmpty() || attempt == ATTEMPTS) {
        return printed;
      }
    }
  }

  private static void assertRecent(JsonNode seconds) {
    long age = Instant.now().getEpochSecond() - seconds.asLong();
    assertTrue(age >= 0 && age < 600, () -> "seconds since the epoch: " + seconds);
  }
}

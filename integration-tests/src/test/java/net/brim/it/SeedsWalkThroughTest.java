package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What the documents that Brim comes from tell their readers to type, for HTTP. */
class SeedsWalkThroughTest {

  private static final Path SYSTEM_PID_FILE = Path.of("/var/run/brimd.pid");
  private static final Path HELLO_WORLD = Distribution.REPOSITORY.resolve("examples/helloworld");

  private static final String QUICK_START =
      """
      [wsgi]
      port = 8901
      apps = echo stats

      [echo]
      call = brim.wsgi_echo.WSGIEcho

      [stats]
      call = brim.wsgi_stats.WSGIStats
      """;

  private static final String TWO_PORTS =
      """
      [wsgi]
      port = 8901
      apps = echo stats

      [wsgi#alternate]
      port = 8902
      apps = echo2 stats

      [echo]
      call = brim.wsgi_echo.WSGIEcho

      [stats]
      call = brim.wsgi_stats.WSGIStats

      [echo2]
      call = brim.wsgi_echo.WSGIEcho
      path = /echo2
      """;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void clients() {
    Clients.need("curl", "python3");
  }

  @Test
  void theQuickStartRunsWordForWord() {
    Assumptions.assumeTrue(
        brimd.shell("brimd status").status() != 0, "skipped: someone else's brimd is running");
    brimd.watch(SYSTEM_PID_FILE);
    brimd.write(".brimd.conf", QUICK_START);

    Outcome start = brimd.shell("brimd start").exits(0);
    assertEquals("", start.err());
    assertTrue(
        start.out().startsWith("[wsgi] listening on http://127.0.0.1:" + brimd.port()),
        start::toString);

    assertAnswers(
        "curl -i http://127.0.0.1:8901/echo --data-binary 'Just a test.'", 200, "Just a test.");
    assertEquals(404, status("curl -i http://127.0.0.1:8901/invalid"));
    Outcome stats =
        brimd.shell("curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool").exits(0);
    JsonNode report = Brimd.json(stats.out());
    assertRecent(report.get("start_time"));
    assertEquals(1, report.at("/wsgi/0/status_404_count").asInt(), stats::toString);
    assertEquals(1, report.at("/wsgi/status_404_count").asInt(), stats::toString);

    brimd.shell("brimd stop").exits(0);
    brimd.shell("brimd status").exits(3);
    brimd.assertNothingLeft();
  }

  @Test
  void theTwoPortsOfOneConfigurationAnswerTheirOwnApps() {
    brimd.conf(TWO_PORTS);
    brimd.shell("brimd start").exits(0);

    String test = " --data-binary 'Just a test.'";
    assertAnswers("curl -i http://127.0.0.1:8901/echo" + test, 200, "Just a test.");
    assertAnswers("curl -i http://127.0.0.1:8902/echo2" + test, 200, "Just a test.");
    assertEquals(404, status("curl -i http://127.0.0.1:8901/echo2" + test));
    assertEquals(404, status("curl -i http://127.0.0.1:8902/echo" + test));
    for (int port : new int[] {8901, 8902}) {
      JsonNode report =
          Brimd.json(
              brimd
                  .shell("curl -s http://127.0.0.1:" + port + "/stats | python3 -mjson.tool")
                  .out());
      assertEquals(Set.of("start_time", "wsgi", "wsgi#alternate"), names(report));
      assertEquals(1, report.at("/wsgi/status_404_count").asInt(), report::toPrettyString);
      assertEquals(1, report.at("/wsgi#alternate/status_404_count").asInt());
    }

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void helloWorldGrowsInThreeStages() {
    compileStage("1-fixed-path");
    String conf =
        """
        [brim]
        classpath = classes

        [wsgi]
        port = 8901
        apps = helloworld

        [helloworld]
        call = mypackage.mymodule.HelloWorld
        """;
    brimd.conf(conf);

    brimd.shell("brimd restart").exits(0); // where nothing runs yet
    assertAnswers("curl -i http://127.0.0.1:8901/helloworld", 200, "Hello World!\n");
    long first = brimd.pid();

    compileStage("2-path-from-conf");
    Outcome refused = brimd.shell("brimd restart").exits(1);
    assertEquals("[helloworld] you must configure a path to serve.\n", refused.terminal());
    assertEquals(first, brimd.pid(), "the old server stays");
    assertAnswers("curl -i http://127.0.0.1:8901/helloworld", 200, "Hello World!\n");

    brimd.conf(conf + "path = /here\n");
    brimd.shell("brimd restart").exits(0);
    assertEquals(first, brimd.pid(), "it is replaced in place");
    assertAnswers("curl -i http://127.0.0.1:8901/here", 200, "Hello World!\n");
    assertEquals(404, status("curl -i http://127.0.0.1:8901/helloworld"));

    compileStage("3-stats");
    brimd.conf(Distribution.read("examples/helloworld/3-stats/brimd.conf"));
    brimd.shell("brimd restart").exits(0);
    assertEquals("Hello World!\n", brimd.shell("curl http://127.0.0.1:8901/here").out());
    assertHelloWorldCounts(1);
    assertEquals("Hello World!\n", brimd.shell("curl http://127.0.0.1:8901/here").out());
    assertEquals("Hello World!\n", brimd.shell("curl http://127.0.0.1:8901/here").out());
    assertHelloWorldCounts(3);
    manyRequests(1234);
    assertHelloWorldCounts(1237);
    assertBothWorkersServed();

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void theMissingPathKeepsTheServerFromStarting() {
    compileStage("2-path-from-conf");
    brimd.conf(
        Distribution.read("examples/helloworld/2-path-from-conf/brimd.conf")
            .replace("path = /here\n", ""));

    Outcome refused = brimd.shell("brimd start").exits(1);

    assertEquals("[helloworld] you must configure a path to serve.\n", refused.terminal());
    brimd.assertNothingLeft();
  }

  @Test
  void eachExampleRunsWithItsOwnConfiguration() {
    for (String stage : new String[] {"1-fixed-path", "2-path-from-conf", "3-stats"}) {
      compileStage(stage);
      brimd.conf(Distribution.read("examples/helloworld/" + stage + "/brimd.conf"));
      String path = stage.equals("1-fixed-path") ? "/helloworld" : "/here";

      brimd.shell("brimd start").exits(0);
      assertAnswers("curl -i http://127.0.0.1:8901" + path, 200, "Hello World!\n");
      brimd.shell("brimd stop").exits(0);
    }
    brimd.conf(Distribution.read("examples/quickstart/brimd.conf"));
    brimd.shell("brimd start").exits(0);
    assertAnswers("curl -i http://127.0.0.1:8901/echo -d Hello", 200, "Hello");
    brimd.shell("brimd stop").exits(0);
  }

  @Test
  void theStatsOfTwoWorkersHaveTheShapeOfTheSeeds() {
    brimd.conf(
        """
        [wsgi]
        port = 8901
        apps = stats
        workers = 2

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """);
    brimd.shell("brimd restart").exits(0);
    for (int i = 0; i < 40; i++) {
      assertEquals(200, status("curl -i http://127.0.0.1:8901/stats"));
    }
    assertEquals(404, status("curl -i http://127.0.0.1:8901/none"));

    JsonNode report =
        Brimd.json(
            brimd
                .shell("curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool")
                .exits(0)
                .out());

    assertEquals(Set.of("start_time", "wsgi"), names(report));
    assertRecent(report.get("start_time"));
    JsonNode wsgi = report.get("wsgi");
    for (String count : Set.of("request_count", "status_2xx_count", "status_4xx_count")) {
      long sum = wsgi.at("/0/" + count).asLong() + wsgi.at("/1/" + count).asLong();
      assertEquals(sum, wsgi.get(count).asLong(), () -> count + " in " + wsgi.toPrettyString());
    }
    assertEquals(41, wsgi.get("request_count").asInt());
    assertEquals(40, wsgi.get("status_2xx_count").asInt());
    assertEquals(1, wsgi.get("status_4xx_count").asInt());
    for (String worker : Set.of("0", "1")) {
      assertRecent(wsgi.at("/" + worker + "/start_time"));
      assertTrue(wsgi.at("/" + worker + "/request_count").asInt() > 0, wsgi::toPrettyString);
    }
    assertFalse(wsgi.has("start_time"), "that of a worker is not summed up");
    assertFalse(wsgi.has("status_5xx_count"), "what is zero is left out");
    assertEquals(
        "f(", brimd.shell("curl -s 'http://127.0.0.1:8901/stats?jsonp=f'").out().substring(0, 2));
    assertEquals(400, status("curl -i 'http://127.0.0.1:8901/stats?jsonp=a;b'"));

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  private void compileStage(String stage) {
    brimd.compile(
        "classes", HELLO_WORLD.resolve(stage + "/src/mypackage/mymodule/HelloWorld.java"));
  }

  private void manyRequests(int count) {
    if (Clients.has("ab")) {
      brimd.shell("ab -n " + count + " http://127.0.0.1:8901/here").exits(0);
    } else {
      brimd.shell("curl -sf 'http://127.0.0.1:8901/here?[1-" + count + "]'").exits(0);
    }
  }

  private void assertHelloWorldCounts(int expected) {
    JsonNode wsgi =
        Brimd.json(
                brimd
                    .shell("curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool")
                    .exits(0)
                    .out())
            .get("wsgi");
    assertEquals(
        expected, wsgi.get("helloworld.requests").asInt(), () -> "of " + wsgi.toPrettyString());
    assertEquals(
        expected,
        wsgi.at("/0/helloworld.requests").asInt() + wsgi.at("/1/helloworld.requests").asInt());
    assertRecent(wsgi.get("helloworld.last_called"));
    assertEquals(
        wsgi.get("helloworld.last_called").asLong(),
        Math.max(
            wsgi.at("/0/helloworld.last_called").asLong(),
            wsgi.at("/1/helloworld.last_called").asLong()));
  }

  private void assertBothWorkersServed() {
    JsonNode wsgi = brimd.stats().get("wsgi");
    assertTrue(wsgi.at("/0/helloworld.requests").asInt() > 0, wsgi::toPrettyString);
    assertTrue(wsgi.at("/1/helloworld.requests").asInt() > 0, wsgi::toPrettyString);
  }

  /** Checks what {@code curl -i} shows. */
  private void assertAnswers(String command, int status, String body) {
    Outcome curl = brimd.shell(command).exits(0);
    String[] parts = curl.out().split("\r\n\r\n", 2);
    assertTrue(parts[0].startsWith("HTTP/1.1 " + status + " "), curl::toString);
    assertTrue(parts[0].contains("\r\nContent-Length: " + body.length()), curl::toString);
    assertTrue(parts[0].contains("\r\nDate: "), curl::toString);
    assertEquals(body, parts[1], curl::toString);
  }

  private int status(String command) {
    Outcome curl = brimd.shell(command).exits(0);
    assertTrue(curl.out().startsWith("HTTP/1.1 "), curl::toString);
    return Integer.parseInt(curl.out().substring(9, 12));
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  private static void assertRecent(JsonNode seconds) {
    long age = Instant.now().getEpochSecond() - seconds.asLong();
    assertTrue(age >= 0 && age < 600, () -> "seconds since the epoch: " + seconds);
  }
}

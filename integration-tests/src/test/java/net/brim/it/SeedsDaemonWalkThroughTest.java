package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * What the documents that Brim comes from tell their readers to type, for daemons. They look into
 * the log of a syslog daemon, and these tests into a file.
 */
class SeedsDaemonWalkThroughTest {

  private static final Path HELLO_WORLD =
      Distribution.REPOSITORY.resolve("examples/helloworld-daemon");

  private static final String LOG = "brim.log";

  private static final String BRIM =
      """
      [brim]
      classpath = classes
      log_to = file:~/brim.log

      """;

  private static final String CONF =
      BRIM
          + """
          [daemons]
          daemons = helloworld
          [helloworld]
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

  @Test
  void theSampleDaemonStarts() {
    brimd.conf(
        BRIM.replace("classpath = classes\n", "")
            + """
            [daemons]
            daemons = sample
            [sample]
            call = brim.daemon_sample.DaemonSample
            """);

    Outcome start = brimd.shell("brimd start").exits(0);

    assertEquals("[daemons] running sample\n", start.terminal());
    brimd.awaitLine(LOG, "INFO sample runs: line 1");
    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void helloWorldGrowsInThreeStages() {
    Clients.need("curl", "python3");
    compileStage("1-line-a-minute");
    brimd.conf(CONF);
    brimd.shell("brimd restart").exits(0);
    assertTrue(brimd.awaitLine(LOG, "sample log line 1").contains(" brimdaemons["));

    compileStage("2-message-from-conf");
    Outcome refused = brimd.shell("brimd restart").exits(1);
    assertEquals("[helloworld] you must configure a message to log.\n", refused.terminal());
    assertEquals(0, brimd.shell("brimd status").status(), "the old server stays");

    brimd.conf(CONF + "message = Hello, hello!\n");
    brimd.shell("brimd restart").exits(0);
    assertTrue(brimd.awaitLine(LOG, "Hello, hello! 1").contains(" brimdaemons["));
    assertEquals(1, brimd.lines(LOG, "Hello, hello! ").size(), "one line a minute");

    compileStage("3-stats");
    brimd.conf(CONF + "message = Hello, hello!\n" + STATS);
    brimd.shell("brimd restart").exits(0);
    Await.until("a second first line", () -> brimd.lines(LOG, "Hello, hello! 1").size() == 2);
    Await.until(
        "the time of the last line",
        () -> !stats().at("/daemons/helloworld/last_logged").isMissingNode());
    JsonNode daemons = stats().get("daemons");
    assertRecent(daemons.at("/helloworld/last_logged"));
    assertRecent(daemons.at("/helloworld/start_time"));
    assertTrue(daemons.get("last_logged") == null, "there is no overall one");

    brimd.shell("brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void theMissingMessageKeepsTheServerFromStarting() {
    compileStage("2-message-from-conf");
    brimd.conf(CONF);

    Outcome refused = brimd.shell("brimd start").exits(1);

    assertEquals("[helloworld] you must configure a message to log.\n", refused.terminal());
    brimd.assertNothingLeft();
  }

  @Test
  void eachExampleRunsWithItsOwnConfiguration() {
    for (String stage : new String[] {"1-line-a-minute", "2-message-from-conf", "3-stats"}) {
      compileStage(stage);
      String conf = Distribution.read("examples/helloworld-daemon/" + stage + "/brimd.conf");
      String log = "log-" + stage;
      brimd.conf(conf.replace("[brim]\n", "[brim]\nlog_to = file:~/" + log + "\n"));

      brimd.shell("brimd start").exits(0);
      brimd.awaitLine(log, stage.startsWith("1") ? "sample log line 1" : "Hello, hello! 1");
      brimd.shell("brimd shutdown").exits(0);
    }
    brimd.assertNothingLeft();
  }

  private void compileStage(String stage) {
    brimd.compile(
        "classes", HELLO_WORLD.resolve(stage + "/src/mypackage/mymodule/HelloWorld.java"));
  }

  private JsonNode stats() {
    return Brimd.json(
        brimd.shell("curl -s http://127.0.0.1:8901/stats | python3 -mjson.tool").exits(0).out());
  }

  private static void assertRecent(JsonNode seconds) {
    long age = Instant.now().getEpochSecond() - seconds.asLong();
    assertTrue(age >= 0 && age < 600, () -> "seconds since the epoch: " + seconds);
  }
}

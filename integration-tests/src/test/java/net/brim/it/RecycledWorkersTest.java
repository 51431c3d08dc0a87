package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workers that are replaced though they run well, and what a new one does before it has clients.
 */
class RecycledWorkersTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String options) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        workers = 2

        [http]
        port = 8901
        apps = workbench
        access_log = off
        %s

        %s
        """
            .formatted(Workbench.classpath(), options, Workbench.SECTION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_requests = 300 | it has answered 300 requests (max_requests)",
        "max_age = 4s | old, limit 4 s (max_age)",
        "max_memory = 1m | of memory, limit 1 MB (max_memory)"
      })
  void nothingIsLostWhenAWorkerHasReachedItsLimit(String option, String why) {
    conf(option);
    brimd.started();
    long first = brimd.worker(0).get("pid").asLong();
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      Await.until("three replacements", () -> brimd.lines(LOG, why).size() >= 3);
      Await.until("another worker", () -> brimd.worker(0).get("pid").asLong() != first);
      load.awaitMore(100);
      assertEquals(0, load.refused().size(), () -> load.refused().toString());
      assertEquals(0, load.broken().size(), () -> load.broken().toString());
    }
    String line = brimd.lines(LOG, why).getFirst();
    assertTrue(line.matches(".* NOTICE worker http/[01] \\(pid \\d+\\) is replaced: it .*"), line);
    assertEquals(0, brimd.lines(LOG, "killed by").size());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aWorkerAnswersItsWarmUpBeforeItHasClients() {
    conf("warmup = /print/warmed");
    brimd.started();
    Await.until("both workers", () -> brimd.lines(LOG, "STDOUT: wid:00").size() >= 2);
    String printed = brimd.lines(LOG, "printed warmed").getFirst();
    assertTrue(printed.contains(" STDOUT: wid:00"), printed);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"/throw/x, 500", "/status/503, 503"})
  void aWorkerWhoseWarmUpFailsDoesNotStart(String path, int status) {
    conf("warmup = " + path);
    Outcome refused = brimd.run("start").exits(1);
    String problem =
        "[http] warmup = %s: the response was %d, expected one below 500".formatted(path, status);
    assertTrue(refused.terminal().contains(problem), refused::toString);
    brimd.assertNothingLeft();
  }

  @Test
  void aReloadWhoseWarmUpFailsLeavesWhatRuns() throws IOException {
    conf("warmup = /hello");
    brimd.started();
    long pid = brimd.worker(0).get("pid").asLong();
    conf("warmup = /status/500");
    Outcome refused = brimd.run("reload").exits(1);
    assertTrue(
        refused.terminal().contains("warmup = /status/500: the response was 500"),
        refused::toString);
    assertEquals(pid, brimd.worker(0).get("pid").asLong());
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}

package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Workers in reserve, which take the places of those that die. */
class SparesTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void start() {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        workers = 2
        spares = 1

        [http]
        port = 8901
        apps = workbench echo stats
        access_log = off

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    brimd.started();
  }

  /** The spare that waits, once there is one. */
  private long awaitSpare(long otherThan) {
    long[] pid = {0};
    Await.until(
        "a spare",
        () -> {
          for (JsonNode worker : brimd.status().get("workers")) {
            if (worker.get("state").asString().equals("spare")
                && worker.get("pid").asLong() != otherThan) {
              pid[0] = worker.get("pid").asLong();
            }
          }
          return pid[0] != 0;
        });
    return pid[0];
  }

  private void awaitReady(int slot, long pid) {
    Await.until(
        pid + " in slot " + slot,
        () ->
            brimd.worker(slot).get("pid").asLong() == pid
                && brimd.worker(slot).get("state").asString().equals("ready"));
  }

  /** A worker that has lived for a while. */
  private long steady(int slot) {
    Await.until("a life", () -> brimd.worker(slot).get("uptime_ms").asLong() > 4_000);
    return brimd.worker(slot).get("pid").asLong();
  }

  @Test
  void aSpareTakesThePlaceOfAWorkerThatDies() throws IOException {
    long spare = awaitSpare(0);
    long victim = steady(1);
    for (int i = 0; i < 20; i++) {
      RawClient.get(brimd.port(), "/hello");
    }
    brimd.signal(victim, "KILL");
    awaitReady(1, spare);
    assertEquals(1, brimd.worker(1).get("restarts").asInt());
    String line = brimd.awaitLine(LOG, "takes its place");
    assertTrue(
        line.contains(
            "worker http/1 (pid " + victim + ") killed by SIGKILL; spare (pid " + spare + ")"),
        line);

    var slots = new HashSet<String>();
    Await.until(
        "answers of both",
        () -> {
          slots.add(RawClient.get(brimd.port(), "/slot").text());
          return slots.size() == 2;
        });
    assertTrue(slots.contains("1\n"), slots::toString);
    RawClient.get(brimd.port(), "/print/here");
    Await.until(
        "every request counted", () -> brimd.stats().get("http").get("request_count").asInt() > 20);
    assertTrue(brimd.stats().get("http").get("1").get("start_time").asLong() > 0);

    long next = awaitSpare(spare);
    assertTrue(next != victim);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aSpareThatDiesIsReplacedAndAReloadMakesAnother() throws IOException {
    long first = awaitSpare(0);
    brimd.signal(first, "KILL");
    brimd.awaitLine(
        LOG, "a spare of [http]: worker http/spare (pid " + first + ") killed by SIGKILL");
    long second = awaitSpare(first);
    brimd.run("reload").exits(0);
    long third = awaitSpare(second);
    assertTrue(third != first);
    Await.until("the old spare gone", () -> !ProcessHandle.of(second).isPresent());
    assertEquals(List.of(), brimd.lines(LOG, "CRITICAL"));
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}

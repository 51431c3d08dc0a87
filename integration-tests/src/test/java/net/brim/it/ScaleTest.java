package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code brimd scale}, TTIN and TTOU. */
class ScaleTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  private final Versions versions = new Versions(brimd);

  @BeforeEach
  void start() throws IOException {
    versions.deploy(1);
    versions.conf(
        "", "", "[daemons]\ndaemons = sample\n[sample]\ncall = brim.daemon_sample.DaemonSample\n");
    brimd.started();
  }

  private Outcome scaled(int count) {
    Outcome outcome = brimd.run("scale", "http", "" + count).exits(0);
    String workers = count == 1 ? "1 worker" : count + " workers";
    assertEquals(
        "[http] listening on http://127.0.0.1:%d with %s\n".formatted(brimd.port(), workers),
        outcome.terminal());
    return outcome;
  }

  private void awaitReady(int count) {
    Await.until(
        () -> count + " workers, all ready, in " + brimd.status(),
        () ->
            brimd
                .status()
                .get("workers")
                .valueStream()
                .filter(worker -> worker.get("section").asString().equals("http"))
                .map(worker -> worker.get("state").asString())
                .toList()
                .equals(Collections.nCopies(count, "ready")));
  }

  @Test
  void moreAndFewerUnderLoadLoseNothingAndCountOn() throws Exception {
    try (NewConnections load = NewConnections.start(brimd.port(), "/hello", 3)) {
      load.awaitMore(20);
      for (int count : List.of(3, 3, 1, 2)) {
        scaled(count);
        awaitReady(count);
        load.awaitMore(20);
      }
      brimd.signal(brimd.pid(), "TTIN");
      awaitReady(3);
      brimd.signal(brimd.pid(), "TTOU");
      awaitReady(2); // Two of the same signal at once may come as one.
      brimd.signal(brimd.pid(), "TTOU");
      awaitReady(1);
      brimd.signal(brimd.pid(), "TTOU");
      brimd.awaitLine(LOG, "scale: [http] cannot have 0 workers: expected 1 to 1024");
      load.awaitMore(20);
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
      assertEquals(load.answered(), brimd.stats().at("/http/status_2xx_count").asLong());
    }

    versions.conf("workers = 2", "", "");
    brimd.run("reload").exits(0);
    awaitReady(2);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void whoIsTooManyFinishesItsRequest() throws Exception {
    scaled(2);
    try (var one = new Workbench.Held(brimd);
        var other = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> first = one.response();
      CompletableFuture<RawClient.Response> second = other.response();
      scaled(1);
      one.goOn();
      other.goOn();
      assertEquals("awaited\n", first.get(30, TimeUnit.SECONDS).text());
      assertEquals("awaited\n", second.get(30, TimeUnit.SECONDS).text());
    }
    awaitReady(1);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void refusesWhatCannotBe() {
    refused(1, "[http] cannot have 0 workers: expected 1 to 1024", "http", "0");
    refused(1, "[http] cannot have -1 workers: expected 1 to 1024", "http", "-1");
    refused(1, "[http] cannot have 5000 workers: expected 1 to 1024", "http", "5000");
    refused(1, "there is no [htpp], did you mean [http]?", "htpp", "2");
    refused(1, "[daemons] has one process for each of its daemons", "daemons", "2");
    refused(2, "two", "http", "two");
    refused(2, "N", "http");
    awaitReady(1);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private void refused(int status, String why, String... arguments) {
    var command = new ArrayList<>(List.of("scale"));
    command.addAll(List.of(arguments));
    Outcome outcome = brimd.run(command.toArray(String[]::new)).exits(status);
    assertTrue(outcome.err().contains(why), outcome::toString);
  }

  @Test
  void whereNewWorkersCannotStartThereAreAsManyAsBefore() throws IOException {
    Files.delete(brimd.file("classes/versions/Versions.class"));
    Outcome outcome = brimd.run("scale", "http", "3").exits(1);
    assertTrue(outcome.err().contains("versions.Versions"), outcome::toString);
    assertTrue(
        outcome.err().endsWith("[http] has as many workers as before: 1\n"), outcome::toString);
    awaitReady(1);
    assertEquals("version 1", versions.ask("/version"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}

package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server ends: by command and by signal, at once and after what is in progress. */
class StopTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String... brim) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        %s

        [http]
        port = 8901
        apps = workbench

        %s
        """
            .formatted(Workbench.classpath(), String.join("\n", brim), Workbench.SECTION));
  }

  @Test
  void whatDoesNotRunIsStoppedAlready() {
    conf();
    assertEquals("not running\n", brimd.run("stop").exits(0).terminal());
    assertEquals("not running\n", brimd.run("shutdown").exits(0).terminal());
  }

  @Test
  void stopSeversWhatIsInProgress() throws Exception {
    conf();
    brimd.started();
    long pid = brimd.pid();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();

      assertEquals(pid + " stopped\n", brimd.run("stop").exits(0).terminal());

      assertThrows(Exception.class, () -> response.get(30, TimeUnit.SECONDS));
    }
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopEndsWhatDoesNotReact(boolean supervisor) {
    conf();
    brimd.started();
    long pid = brimd.pid();
    brimd.freeze(supervisor ? pid : brimd.worker(0).get("pid").asLong());

    assertEquals(pid + " stopped\n", brimd.run("stop").exits(0).terminal());

    brimd.assertNothingLeft();
  }

  @Test
  void shutdownFinishesWhatIsInProgressAndTakesNoMore() throws Exception {
    conf();
    brimd.started();
    long pid = brimd.pid();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();

      Program shutdown = brimd.background("shutdown", "--wait");

      Await.until("a free port", () -> Ports.isFree(brimd.port()));
      assertThrows(ConnectException.class, () -> RawClient.get(brimd.port(), "/hello"));
      Await.until("no pid file", () -> !Files.exists(brimd.file(".brimd.pid")));
      assertTrue(shutdown.isAlive(), "it waits");
      assertFalse(response.isDone());
      held.goOn();
      assertEquals("awaited\n", response.get(30, TimeUnit.SECONDS).text());
      assertEquals("close", response.get().header("Connection"));
      assertEquals(pid + " has shut down\n", shutdown.outcome().exits(0).terminal());
      assertFalse(Processes.isAlive(pid));
    }
    brimd.assertNothingLeft();
  }

  @Test
  void anotherServerCanStartWhileTheFirstFinishes() throws Exception {
    conf();
    brimd.started();
    long pid = brimd.pid();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      assertEquals(pid + " is shutting down\n", brimd.run("shutdown").exits(0).terminal());

      brimd.started();

      assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
      assertTrue(Processes.isAlive(pid));
      held.goOn();
      assertEquals("awaited\n", response.get(30, TimeUnit.SECONDS).text());
      Await.until("the end of the first", () -> !Processes.isAlive(pid));
      assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
      assertTrue(Files.exists(brimd.file(".brimd.pid.sock")), "that of the second");
      brimd.run("status", "-v").exits(0);
    }
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void requestsThatTakeTooLongAreEnded() throws Exception {
    conf("graceful_timeout = 500ms");
    brimd.started();
    try (var held = new Workbench.Held(brimd)) {
      CompletableFuture<RawClient.Response> response = held.response();
      brimd.run("shutdown", "--wait").exits(0);
      assertThrows(Exception.class, () -> response.get(30, TimeUnit.SECONDS));
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aResponseThatIsEndedDoesNotLookWhole() throws Exception {
    conf("graceful_timeout = 500ms");
    brimd.started();
    try (RawClient client = RawClient.connect(brimd.port(), 16 * 1024)) {
      client.send("GET /zeros/900000000000 HTTP/1.0\r\n\r\n");
      client.exactly(1000);
      brimd.run("shutdown", "--wait").exits(0);
      assertThrows(SocketException.class, client::rest);
    }
    brimd.assertNothingLeft();
  }

  @Test
  void idleConnectionsDoNotHoldUpAShutdown() throws Exception {
    conf();
    brimd.started();
    try (RawClient used = RawClient.connect(brimd.port());
        RawClient silent = RawClient.connect(brimd.port())) {
      assertEquals(200, used.send(HttpProtocolTest.get("/hello")).read().status());
      brimd.run("shutdown", "--wait").exits(0);
      used.assertEnd();
      silent.assertEnd();
    }
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void signalsEndTheServerToo(String signal) {
    conf();
    brimd.started();
    brimd.signal(brimd.pid(), signal);
    Await.until("the end", () -> Processes.of(brimd.home()).isEmpty());
    brimd.awaitLine("brim.log", "SIG" + signal);
    brimd.assertNothingLeft();
  }

  @Test
  void aSecondTermEndsAShutdownAtOnce() throws Exception {
    conf("sigterm = shutdown");
    brimd.started();
    long pid = brimd.pid();
    try (var held = new Workbench.Held(brimd)) {
      brimd.signal(pid, "TERM");
      Await.until("a free port", () -> Ports.isFree(brimd.port()));
      assertTrue(Processes.isAlive(pid), "it finishes the request");
      brimd.signal(pid, "TERM");
      Await.until("the end", () -> !Processes.isAlive(pid));
      held.client().assertEnd();
    }
    brimd.assertNothingLeft();
  }
}

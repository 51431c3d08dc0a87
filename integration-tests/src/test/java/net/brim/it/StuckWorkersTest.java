package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Workers that live and do nothing: those that are stopped, and those whose app never gives way.
 */
class StuckWorkersTest {

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
        heartbeat_timeout = 2s

        [http]
        port = 8901
        apps = workbench
        access_log = off

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    brimd.started();
  }

  private long pid(int slot) {
    return brimd.worker(slot).get("pid").asLong();
  }

  private void awaitSuccessor(int slot, long pid) {
    Await.until(
        "a successor of " + pid,
        () -> pid(slot) != pid && brimd.worker(slot).get("state").asString().equals("ready"));
  }

  @Test
  void aStoppedWorkerIsReplacedAndNoConnectionThatCameMeanwhileIsLost() throws IOException {
    long stopped = pid(0);
    brimd.freeze(stopped);
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 20; i++) { // about half of them wait at the stopped one
        clients.add(RawClient.connect(brimd.port()));
        clients.getLast().send("GET /slot HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      }
      for (RawClient client : clients) {
        assertEquals(200, client.read().status());
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    String line = brimd.awaitLine(LOG, "(heartbeat_timeout)");
    assertTrue(
        line.matches(
            ".* ERROR worker http/0 \\(pid "
                + stopped
                + "\\): hub \\d has not turned for \\d+(\\.\\d)? s, limit 2 s"
                + " \\(heartbeat_timeout\\); it is stopped by a signal: killing it"),
        line);
    awaitSuccessor(0, stopped);
    brimd.awaitLine(LOG, "worker http/0 (pid " + stopped + ") killed by SIGKILL");
    assertEquals(0, brimd.worker(1).get("restarts").asInt());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void anAppThatNeverGivesWayIsShownInTheLogAndItsWorkerReplaced() throws IOException {
    Path directory = Files.createTempDirectory(brimd.home(), "burnt");
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send("GET /burn" + directory + " HTTP/1.1\r\nHost: a\r\n\r\n");
      String line = brimd.awaitLine(LOG, "its thread dump follows, then it is killed");
      int slot = Integer.parseInt(line.replaceAll(".*http/(\\d) .*", "$1"));
      long pid = Long.parseLong(line.replaceAll(".*pid (\\d+).*", "$1"));
      String frame = brimd.awaitLine(LOG, "at workbench.Workbench.handle");
      assertTrue(frame.contains(" WARNING STDOUT: wid:00" + slot + " "), frame);
      awaitSuccessor(slot, pid);
      client.assertEnd();
    }
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aSupervisorThatWasStoppedItselfKillsNobody() throws InterruptedException {
    List<Long> workers = List.of(pid(0), pid(1));
    long supervisor = brimd.pid();
    brimd.freeze(supervisor);
    Thread.sleep(3_000); // longer than the timeout
    brimd.signal(supervisor, "CONT");
    assertEquals(workers, List.of(pid(0), pid(1)));
    Thread.sleep(1_000);
    assertEquals(workers, List.of(pid(0), pid(1)));
    assertEquals(List.of(), brimd.lines(LOG, "(heartbeat_timeout)"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}

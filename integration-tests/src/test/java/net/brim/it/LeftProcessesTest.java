package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that an app started go with its worker, however that ends. */
class LeftProcessesTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void start() {
    brimd.compile("classes", Apps.source("litter/Litter.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = litter
        access_log = off

        [litter]
        call = litter.Litter

        [daemons]
        daemons = task

        [task]
        call = litter.Litter$Task
        file = %s
        """
            .formatted(brimd.file("task.pid.txt")));
    brimd.started();
  }

  /** Has the app start a process; returns its pid. */
  private long startOne() throws IOException {
    long pid = Long.parseLong(RawClient.get(brimd.port(), "/").text().strip());
    assertTrue(Processes.isAlive(pid));
    return pid;
  }

  private long worker(int index) {
    return brimd.worker(index).get("pid").asLong();
  }

  private static void awaitEnd(long pid) {
    Await.until(() -> "the end of " + Processes.describe(pid), () -> !Processes.isAlive(pid));
  }

  @Test
  void theyEndWithAWorkerThatIsKilled() throws IOException {
    long first = startOne();
    long second = startOne();
    long victim = worker(0);
    brimd.signal(victim, "KILL");
    awaitEnd(first);
    awaitEnd(second);
    brimd.awaitLine(LOG, "worker http/0 (pid " + victim + ") killed by SIGKILL; restarting");
    assertTrue(Processes.isAlive(startOne()), "the next worker's is not touched");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void theyEndWithAWorkerThatFinishes() throws IOException {
    long pid = startOne();
    brimd.signal(worker(0), "HUP");
    awaitEnd(pid);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void theyEndWithADaemon() {
    Await.until("the pid", () -> brimd.read("task.pid.txt").endsWith("\n"));
    long pid = Long.parseLong(brimd.read("task.pid.txt").strip());
    assertTrue(Processes.isAlive(pid));
    brimd.signal(worker(1), "KILL");
    awaitEnd(pid);
    assertEquals(0, brimd.run("shutdown", "--wait").status());
    brimd.assertNothingLeft();
  }
}

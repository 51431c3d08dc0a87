package net.brim.benchmarks;

import java.io.IOException;

/** What idle keep-alive connections cost a worker, each after one request. */
final class IdleBench {

  private static final int WARM_UP_SECONDS = 5;
  private static final int FEW = 16;

  private final Workplace work;
  private final int connections;

  IdleBench(Workplace work, int connections) {
    this.work = work;
    this.connections = connections;
  }

  void run() throws IOException, InterruptedException, UnavailableException {
    System.out.printf(
        "%n%,d idle connections to one worker; goal: 8.0 KB each%n%n%-34s %12s %12s %12s %12s%n",
        connections, "", "", "before", "with them", "KB each");
    // A used worker's heap has room for much that a fresh one must still ask the system for.
    measure("a fresh worker", false, false);
    measure("a worker that wrk has used", true, false);
    measure("the same, after jcmd GC.run", true, true);
    System.out.printf(
        "%nMB, when steady. Private: Private_Clean and Private_Dirty of smaps_rollup. The sockets'"
            + " buffers are%nthe kernel's and not counted.%n");
  }

  private void measure(String title, boolean used, boolean collected)
      throws IOException, InterruptedException, UnavailableException {
    Progress.say(title);
    try (var brim = CrowdedBrim.start(work, "idle", "ScenarioApp", connections)) {
      if (used) {
        new Wrk(work)
            .run(brim.origin(), Scenario.HELLO, HttpComparison.CONNECTIONS, WARM_UP_SECONDS);
      } else {
        Crowd.start(Crowd.Kind.IDLE, brim.port(), FEW).close();
      }
      long pid = brim.worker();
      long heapBefore = collected ? WorkerMemory.collect(pid) : 0;
      WorkerMemory before = WorkerMemory.steady(pid);
      try (Crowd crowd = Crowd.start(Crowd.Kind.IDLE, brim.port(), connections)) {
        long heap = collected ? WorkerMemory.collect(pid) : 0;
        WorkerMemory after = WorkerMemory.steady(pid);
        row(title, "private", before.privateBytes(), after.privateBytes());
        row("", "RssAnon", before.anonymousBytes(), after.anonymousBytes());
        if (collected) {
          row("", "heap in use", heapBefore, heap);
        }
        crowd.expectAllOpen();
      }
    }
  }

  private void row(String title, String what, long before, long after) {
    System.out.printf(
        "%-34s %12s %,12.1f %,12.1f %12.1f%n",
        title, what, before / 1e6, after / 1e6, (after - before) / 1024.0 / connections);
  }
}

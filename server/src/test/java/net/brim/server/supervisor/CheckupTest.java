package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Workers that grow old and large, looked at every two seconds. */
class CheckupTest {

  private static final long MEGABYTE = 1 << 20;

  private final List<String> replaced = new ArrayList<>();
  private OptionalLong memory = OptionalLong.of(50 * MEGABYTE);
  private OptionalLong ofAll = OptionalLong.empty();
  private long now;
  private final Checkup checkup =
      new Checkup(
          new Checkup.Practice() {
            @Override
            public OptionalLong memory(WorkerHandle worker) {
              return memory;
            }

            @Override
            public OptionalLong memoryOfAll() {
              return ofAll;
            }

            @Override
            public int workers() {
              return 4;
            }

            @Override
            public void replace(WorkerHandle worker, String why) {
              replaced.add(worker.pid() + ": " + why);
            }
          });

  private WorkerHandle ready(int pid, String... options) {
    RunningSubserver subserver = Subservers.running(Subservers.wsgi(options), List.of());
    WorkerHandle worker = Subservers.worker(subserver.slots().getFirst(), pid, now);
    worker.becameReady(now);
    checkup.begin(worker, now);
    return worker;
  }

  private void pass(long millis) {
    for (long end = now + millis; now < end; ) {
      now += 100;
      checkup.look(now);
    }
  }

  @Test
  void aWorkerWithoutLimitsIsNotLookedAt() {
    ready(1);
    assertEquals(Long.MAX_VALUE, checkup.nextLook());
  }

  @Test
  void anOldWorkerIsReplacedOnceALittleBeforeItsAge() {
    ready(813, "max_age", "1h");
    pass(56 * 60_000);
    assertEquals(List.of(), replaced);
    pass(4 * 60_000);
    assertEquals(1, replaced.size());
    assertTrue(
        replaced.getFirst().matches("813: it is 5[6789] min old, limit 1 h \\(max_age\\)"),
        replaced::getFirst);
    pass(3_600_000);
    assertEquals(1, replaced.size());
    assertEquals(Long.MAX_VALUE, checkup.nextLook());
  }

  @Test
  void workersThatBeganTogetherAreNotReplacedTogether() {
    for (int pid = 1000; pid < 1004; pid++) {
      ready(pid, "max_age", "1h");
    }
    int most = 0;
    for (int second = 0; second < 3_600; second++) {
      int before = replaced.size();
      pass(1_000);
      most = Math.max(most, replaced.size() - before);
    }
    assertEquals(4, replaced.size());
    assertEquals(1, most);
  }

  @Test
  void aLargeWorkerIsReplacedWhereItIsSoTwiceInARow() {
    ready(1, "max_memory", "100m");
    pass(4_000);
    memory = OptionalLong.of(120 * MEGABYTE);
    pass(2_000);
    memory = OptionalLong.of(80 * MEGABYTE);
    pass(2_000);
    memory = OptionalLong.of(120 * MEGABYTE);
    pass(2_000);
    assertEquals(List.of(), replaced);
    pass(2_000);
    assertEquals(List.of("1: it holds 120 MB of memory, limit 100 MB (max_memory)"), replaced);
  }

  @Test
  void itsPartOfTheContainerIsTheLimitWhereThatIsLess() {
    ofAll = OptionalLong.of(240 * MEGABYTE);
    ready(1, "max_memory", "100m");
    memory = OptionalLong.of(61 * MEGABYTE);
    pass(4_000);
    assertEquals(List.of("1: it holds 61 MB of memory, limit 60 MB (max_memory)"), replaced);
  }

  @Test
  void aWorkerThatIsLeavingIsLeftAlone() {
    ready(1, "max_age", "10s").retiring(100_000);
    pass(20_000);
    assertEquals(List.of(), replaced);
    assertEquals(Long.MAX_VALUE, checkup.nextLook());
  }
}

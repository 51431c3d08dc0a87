package net.brim.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.Stat;
import net.brim.api.Stats;
import org.junit.jupiter.api.Test;

class StatsMemoryTest {

  private static final StatsLayout LAYOUT =
      new StatsLayout(
          List.of(
              new StatsLayout.Section(
                  "wsgi", List.of("0", "1"), List.of(Stat.sum("a"), Stat.sum("b"))),
              new StatsLayout.Section("tcp", List.of("0"), List.of(Stat.max("a")))));

  @Test
  void givesEachBucketCacheLinesOfItsOwn() {
    List<Integer> offsets =
        StatsMemory.create(LAYOUT, 1).directory().current().stream()
            .map(StatsDirectory.Entry::offset)
            .toList();
    assertEquals(List.of(128, 256, 384), offsets);
  }

  @Test
  void padsABucketThatIsLargerThanTheAlignment() {
    var stats = HttpStats.all(List.of(404, 408, 499, 501));
    var section = new StatsLayout.Section("http", List.of("0", "1"), stats);
    StatsDirectory directory = StatsMemory.create(new StatsLayout(List.of(section)), 1).directory();
    assertEquals(
        List.of(128, 384), directory.current().stream().map(StatsDirectory.Entry::offset).toList());
  }

  @Test
  void whatStaysTheSameGoesOnCountingWhereItIs() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    Bucket before = memory.bucket("wsgi", 0);
    before.counter("a").add(5);
    memory.arrange(LAYOUT.withSlots("wsgi", List.of("0", "1", "2")));
    before.counter("a").add(1);
    assertEquals(6, memory.bucket("wsgi", 0).get("a"));
    assertEquals(0, memory.bucket("wsgi", 2).get("a"));
  }

  @Test
  void aSlotThatIsNoMoreStaysInTheSums() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    memory.bucket("wsgi", 1).counter("a").add(5);
    memory.arrange(LAYOUT.withSlots("wsgi", List.of("0")));
    assertEquals(5, memory.bucket("wsgi", 1).get("a"));
  }

  @Test
  void aDaemonThatIsNoMoreIsNotReported() {
    var both =
        new StatsLayout(
            List.of(new StatsLayout.Section("daemons", List.of("a", "b"), List.of(Stat.sum("n")))));
    StatsMemory memory = StatsMemory.create(both, 1);
    memory.arrange(both.withSlots("daemons", List.of("b")));
    assertEquals(
        List.of("b"),
        memory.directory().current().stream().map(StatsDirectory.Entry::slot).toList());
  }

  @Test
  void anotherProcessSeesWhatWasArranged() {
    ByteBuffer shared = ByteBuffer.allocateDirect(StatsMemory.sizeFor(LAYOUT));
    StatsMemory supervisor = StatsMemory.create(LAYOUT, shared, 1);
    StatsMemory worker = StatsMemory.open(shared, LAYOUT);
    assertEquals(3, worker.directory().current().size());
    supervisor.arrange(LAYOUT.withSlots("tcp", List.of("0", "1")));
    worker.bucket("tcp", 1).set("a", 4);
    assertEquals(4, supervisor.bucket("tcp", 1).get("a"));
  }

  @Test
  void whatWasCountedByOtherNamesIsTakenOverAndGivenUpWithTheLastWorker() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    Bucket before = memory.bucket("wsgi", 0);
    before.counter("a").add(5);
    before.counter("b").add(7);
    var other =
        new StatsLayout(
            List.of(
                new StatsLayout.Section(
                    "wsgi", List.of("0", "1"), List.of(Stat.sum("c"), Stat.sum("b")))));
    memory.arrange(other);
    assertEquals(7, memory.bucket("wsgi", 0).get("b"));
    assertEquals(0, memory.bucket("wsgi", 0).get("c"));
    before.counter("b").add(1); // by a worker that finishes
    memory.settle(false);
    assertEquals(8, memory.bucket("wsgi", 0).get("b"));
    memory.settle(true);
    assertEquals(2, memory.directory().entries().size());
    assertThrows(IllegalArgumentException.class, () -> memory.bucket("tcp", 0));
  }

  @Test
  void aPlanThatFailedLeavesNoTrace() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    Bucket before = memory.bucket("wsgi", 0);
    var other =
        new StatsLayout(
            List.of(new StatsLayout.Section("wsgi", List.of("0", "1"), List.of(Stat.sum("b")))));
    memory.arrange(other);
    memory.arrange(LAYOUT);
    before.counter("a").add(2);
    assertEquals(2, memory.bucket("wsgi", 0).get("a"));
    memory.settle(true);
    assertEquals(LAYOUT.sections().size() + 1, memory.directory().entries().size());
  }

  @Test
  void roomIsUsedAgain() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    var other =
        new StatsLayout(
            List.of(new StatsLayout.Section("wsgi", List.of("0", "1"), List.of(Stat.sum("z")))));
    for (int i = 0; i < 10_000; i++) {
      memory.arrange(i % 2 == 0 ? other : LAYOUT);
      memory.settle(true);
    }
    assertEquals(0, memory.bucket("wsgi", 1).get("a"));
  }

  @Test
  void saysWhereThereIsNoRoom() {
    StatsMemory memory = StatsMemory.create(LAYOUT, ByteBuffer.allocateDirect(2048), 1);
    var slots = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      slots.add("" + i);
    }
    assertThrows(
        IllegalArgumentException.class, () -> memory.arrange(LAYOUT.withSlots("wsgi", slots)));
    assertEquals(3, memory.directory().entries().size());
  }

  @Test
  void aBucketMovesWithWhatItHasCounted() {
    var section = new StatsLayout.Section("wsgi", List.of("0", "1"), List.of(Stat.sum("n")));
    var layout = new StatsLayout(List.of(section));
    StatsMemory shared = StatsMemory.create(layout, 1);
    shared.bucket("wsgi", 1).counter("n").add(10);
    Bucket moving = StatsMemory.create(layout, 0).bucket("wsgi", 0);
    Stats.Counter counter = moving.counter("n");
    counter.add(3);
    moving.moveTo(shared.bucket("wsgi", 1));
    counter.add(4);
    assertEquals(17, shared.bucket("wsgi", 1).get("n"));
    assertEquals(0, shared.bucket("wsgi", 0).get("n"));
    var other =
        new StatsLayout(
            List.of(new StatsLayout.Section("wsgi", List.of("0"), List.of(Stat.sum("m")))));
    Bucket others = StatsMemory.create(other, 1).bucket("wsgi", 0);
    assertThrows(IllegalArgumentException.class, () -> moving.moveTo(others));
  }

  @Test
  void keepsBucketsApart() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1_000);
    memory.bucket("wsgi", 0).incr("b");
    memory.bucket("wsgi", 1).set("b", 7);
    memory.bucket("tcp", 0).set("a", 9);
    assertEquals(1, memory.bucket("wsgi", 0).get("b"));
    assertEquals(0, memory.bucket("wsgi", 0).get("a"));
    assertEquals(7, memory.bucket("wsgi", 1).get("b"));
    assertEquals(9, memory.bucket("tcp", 0).get("a"));
  }

  @Test
  void survivesTheProcessThatWrote() {
    ByteBuffer shared = ByteBuffer.allocateDirect(StatsMemory.sizeFor(LAYOUT));
    StatsMemory.create(LAYOUT, shared, 1_000).bucket("wsgi", 1).set("a", 5);
    StatsMemory opened = StatsMemory.open(shared, LAYOUT);
    assertEquals(5, opened.bucket("wsgi", 1).get("a"));
    assertEquals(1_000, opened.startTime());
  }

  @Test
  void refusesMemoryThatHoldsSomethingElse() {
    ByteBuffer zeros = ByteBuffer.allocateDirect(4096);
    assertThrows(IllegalArgumentException.class, () -> StatsMemory.open(zeros, LAYOUT));
    ByteBuffer small = ByteBuffer.allocateDirect(256);
    assertThrows(IllegalArgumentException.class, () -> StatsMemory.create(LAYOUT, small, 1));
  }

  @Test
  void losesNoCountOfThreadsThatCountAtOnce() throws InterruptedException {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    Runnable counting =
        () -> {
          var counter = memory.bucket("wsgi", 0).counter("a");
          for (int i = 0; i < 100_000; i++) {
            counter.add(1);
          }
        };
    Thread one = Thread.ofPlatform().start(counting);
    Thread two = Thread.ofPlatform().start(counting);
    one.join();
    two.join();
    assertEquals(200_000, memory.bucket("wsgi", 0).get("a"));
  }

  @Test
  void resetsOnlyWhatIsNamed() {
    StatsMemory memory = StatsMemory.create(LAYOUT, 1);
    memory.bucket("wsgi", 0).set("a", 3);
    memory.bucket("wsgi", 0).set("b", 4);
    memory.bucket("wsgi", 0).reset(List.of("b", "unknown"));
    assertEquals(3, memory.bucket("wsgi", 0).get("a"));
    assertEquals(0, memory.bucket("wsgi", 0).get("b"));
  }

  @Test
  void saysWhichStatisticIsMissing() {
    Bucket bucket = StatsMemory.create(LAYOUT, 1).bucket("tcp", 0);
    var problem = assertThrows(IllegalArgumentException.class, () -> bucket.incr("nothing"));
    assertEquals("no statistic 'nothing': an app names its own in statsConf", problem.getMessage());
  }

  @Test
  void refusesOneNameTwice() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StatsLayout.Section("x", List.of("0"), List.of(Stat.sum("a"), Stat.max("a"))));
  }

  @Test
  void aWorkerOfAnEarlierPlanCountsByTheNamesOfItsPlan() {
    ByteBuffer shared = ByteBuffer.allocateDirect(StatsMemory.sizeFor(LAYOUT));
    StatsMemory supervisor = StatsMemory.create(LAYOUT, shared, 1);
    supervisor.arrange(
        new StatsLayout(
            List.of(new StatsLayout.Section("wsgi", List.of("0", "1"), List.of(Stat.sum("b"))))));
    StatsMemory late = StatsMemory.open(shared, LAYOUT);
    late.bucket("wsgi", 0).counter("a").add(1);
    late.bucket("wsgi", 0).counter("b").add(2);
    late.bucket("tcp", 0).counter("a").add(3);
    assertEquals(0, supervisor.bucket("wsgi", 0).get("b"));
    supervisor.settle(true);
    assertEquals(2, supervisor.bucket("wsgi", 0).get("b"));
  }
}

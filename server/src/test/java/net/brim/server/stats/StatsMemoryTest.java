package net.brim.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import net.brim.api.Stat;
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
    assertEquals(128, LAYOUT.bucketOffset(0, 0));
    assertEquals(256, LAYOUT.bucketOffset(0, 1));
    assertEquals(384, LAYOUT.bucketOffset(1, 0));
    assertEquals(512, LAYOUT.size());
  }

  @Test
  void padsABucketThatIsLargerThanTheAlignment() {
    var stats = HttpStats.all(List.of(404, 408, 499, 501));
    var section = new StatsLayout.Section("http", List.of("0", "1"), stats);
    assertEquals(256, section.bucketSize());
    assertEquals(128 + 512, new StatsLayout(List.of(section)).size());
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
    ByteBuffer shared = ByteBuffer.allocateDirect(LAYOUT.size());
    StatsMemory.create(LAYOUT, shared, 1_000).bucket("wsgi", 1).set("a", 5);
    StatsMemory opened = StatsMemory.open(LAYOUT, shared);
    assertEquals(5, opened.bucket("wsgi", 1).get("a"));
    assertEquals(1_000, opened.startTime());
  }

  @Test
  void refusesMemoryThatHoldsSomethingElse() {
    ByteBuffer zeros = ByteBuffer.allocateDirect(LAYOUT.size());
    assertThrows(IllegalArgumentException.class, () -> StatsMemory.open(LAYOUT, zeros));
    ByteBuffer small = ByteBuffer.allocateDirect(LAYOUT.size() - 1);
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
}

package net.brim.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.api.Stat;
import net.brim.api.Stats.Counter;
import net.brim.server.config.RequestQuota;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;
import org.junit.jupiter.api.Test;

class QuotaCounterTest {

  private static Counter counter() {
    var section = new StatsLayout.Section("wsgi", List.of("0"), List.of(Stat.sum("n")));
    return StatsMemory.create(new StatsLayout(List.of(section)), 1).bucket("wsgi", 0).counter("n");
  }

  @Test
  void saysOnceWhenItsOwnWorkerHasHadSoMany() {
    var said = new AtomicInteger();
    Counter shared = counter();
    shared.add(1_000); // of workers before
    var quota = new QuotaCounter(shared, 3, said::incrementAndGet);
    quota.add(1);
    quota.add(1);
    assertEquals(0, said.get());
    quota.add(1);
    assertEquals(1, said.get());
    quota.add(5);
    assertEquals(1, said.get());
    assertEquals(1_008, shared.get());
    assertEquals(1_008, quota.get());
  }

  @Test
  void theLimitsOfWorkersThatStartTogetherDiffer() {
    var quota = new RequestQuota(1_000, 100);
    var limits = new HashSet<Long>();
    for (int slot = 0; slot < 8; slot++) {
      long limit = QuotaCounter.limit(quota, slot, 12_345);
      assertTrue(limit >= 1_000 && limit <= 1_100, "" + limit);
      limits.add(limit);
    }
    assertTrue(limits.size() > 4, limits::toString);
    assertEquals(1_000, QuotaCounter.limit(new RequestQuota(1_000, 0), 3, 99));
  }
}

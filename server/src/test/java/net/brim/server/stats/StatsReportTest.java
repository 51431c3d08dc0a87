package net.brim.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.brim.api.Stat;
import org.junit.jupiter.api.Test;

class StatsReportTest {

  private static StatsMemory memory(Stat... stats) {
    return StatsMemory.create(
        new StatsLayout(
            List.of(new StatsLayout.Section("wsgi", List.of("0", "1"), List.of(stats)))),
        1_330_395_908L);
  }

  @Test
  void hasTheServersTheWorkersAndTheirSums() {
    StatsMemory memory =
        memory(Stat.worker("start_time"), Stat.sum("request_count"), Stat.sum("status_4xx_count"));
    memory.bucket("wsgi", 0).set("start_time", 5);
    memory.bucket("wsgi", 0).set("request_count", 29243);
    memory.bucket("wsgi", 1).set("request_count", 29453);
    memory.bucket("wsgi", 1).set("status_4xx_count", 6);
    assertEquals(
        Map.of(
            "start_time",
            1_330_395_908L,
            "wsgi",
            Map.of(
                "0",
                Map.of("request_count", 29243L, "start_time", 5L),
                "1",
                Map.of("request_count", 29453L, "status_4xx_count", 6L),
                "request_count",
                58696L,
                "status_4xx_count",
                6L)),
        StatsReport.of(memory));
  }

  @Test
  void takesTheSmallestThatIsNotZeroAndTheLargest() {
    StatsMemory memory = memory(Stat.min("first"), Stat.max("last"));
    memory.bucket("wsgi", 1).set("first", 30);
    memory.bucket("wsgi", 0).set("last", 7);
    memory.bucket("wsgi", 1).set("last", 9);
    Map<?, ?> section = (Map<?, ?>) StatsReport.of(memory).get("wsgi");
    assertEquals(30L, section.get("first"));
    assertEquals(9L, section.get("last"));
  }

  @Test
  void takesValuesAsUnsigned() {
    StatsMemory memory = memory(Stat.max("large"), Stat.min("small"));
    memory.bucket("wsgi", 0).set("large", -1);
    memory.bucket("wsgi", 1).set("large", 1);
    memory.bucket("wsgi", 0).set("small", -1);
    memory.bucket("wsgi", 1).set("small", 2);
    Map<?, ?> section = (Map<?, ?>) StatsReport.of(memory).get("wsgi");
    assertEquals(new BigInteger("18446744073709551615"), section.get("large"));
    assertEquals(2L, section.get("small"));
  }

  @Test
  void leavesZerosOut() {
    assertEquals(
        Map.of("0", Map.of(), "1", Map.of()), StatsReport.of(memory(Stat.sum("x"))).get("wsgi"));
  }

  @Test
  void listsTheSlotsFirst() {
    StatsMemory memory = memory(Stat.sum("a"));
    memory.bucket("wsgi", 1).set("a", 1);
    Map<?, ?> section = (Map<?, ?>) StatsReport.of(memory).get("wsgi");
    assertEquals(List.of("0", "1", "a"), List.copyOf(section.keySet()));
  }
}

package net.brim.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.brim.benchmarks.Workplace;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.load.Loss;
import org.junit.jupiter.api.Test;

/** A few strikes, with all clients: figures that no machine is too slow for. */
class ShortChaosTest {

  @Test
  void aKilledWorkerLosesOnlyWhatItWorkedOn() throws Exception {
    Row row = run("kill");
    assertEquals(0, row.lost(Loss.REFUSED) + row.lost(Loss.WRONG) + row.lost(Loss.HUNG), told(row));
    assertEquals(0, row.sum(Figures::astray), told(row));
    assertEquals(Map.of(), row.unplanned());
  }

  @Test
  void aRotatedLogLosesNoLine() throws Exception {
    Row row = run("logrotate");
    assertNothingLost(row);
    for (Kind kind : Kind.values()) {
      assertTrue(row.of(kind).answered() > 0, kind.title());
    }
    assertTrue(row.remarks().stream().anyMatch(ShortChaosTest::countsAreEqual), told(row));
  }

  /** Such as "70 lines of the request log for 70 answered requests". */
  private static boolean countsAreEqual(String remark) {
    List<String> numbers = List.of(remark.replaceAll("\\D+", " ").strip().split(" ", -1));
    return remark.contains("request log") && numbers.getFirst().equals(numbers.getLast());
  }

  private static Row run(String fault) throws Exception {
    assumeTrue(
        Files.exists(Path.of(System.getProperty("brim.home"), "bin/brimd")), "brimd is not built");
    var options = ChaosOptions.parse(List.of("--times", "1", "--faults", fault, "--workers", "2"));
    try (Workplace work = Workplace.create()) {
      Row row = new Trial(options.faults().getFirst(), 2, options, work).run();
      assertNull(row.unavailable(), fault);
      return row;
    }
  }

  private static void assertNothingLost(Row row) {
    for (Loss loss : Loss.values()) {
      assertEquals(0, row.lost(loss), told(row));
    }
    assertEquals(0, row.idleDied() + row.closed(), told(row));
    assertEquals(row.sum(Figures::sent), row.sum(Figures::answered), told(row));
    assertEquals(Map.of(), row.unplanned());
  }

  private static String told(Row row) {
    return row.fault().name() + ": " + row.remarks() + " " + row.figures();
  }
}

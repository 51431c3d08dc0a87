package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void ratiosAreTakenWithinARound() {
    Cell brim = cell("brim", 90, 50, 100);
    Cell netty = cell("netty", 100, 100, 200);
    assertEquals(0.5, brim.ratioTo(netty).orElseThrow(), 1e-9);
  }

  @Test
  void aRoundThatOnlyOneHasDoesNotCount() {
    Cell brim = cell("brim", 90, 50);
    Cell netty = cell("netty", 100);
    assertEquals(0.9, brim.ratioTo(netty).orElseThrow(), 1e-9);
    assertTrue(cell("other").ratioTo(netty).isEmpty());
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(90, cell("brim", 100, 50, 90).median(Cell.Figures::perCpu));
    assertEquals(2.5, Median.of(List.of(4.0, 1.0, 3.0, 2.0)));
  }

  static Cell cell(String key, double... perCpu) {
    var cell = new Cell(contender(key), Scenario.HELLO);
    for (int round = 0; round < perCpu.length; round++) {
      cell.add(round + 1, new Cell.Figures(1000, perCpu[round], 1, 2, 3, 4));
    }
    return cell;
  }

  static Contender contender(String key) {
    return new Contender(
        key, key, EnumSet.allOf(Scenario.class), Map.of(), (port, tls) -> List.of("true"));
  }
}

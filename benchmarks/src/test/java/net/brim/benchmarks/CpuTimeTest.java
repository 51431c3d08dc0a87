package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

  @Test
  void addsTheTimesOfTheProcessAndOfItsEndedChildren() {
    String stat = "812 (a name) (S 1) S 1 2 3 4 5 6 7 8 9 10 1000 200 30 4 20 0 1 0 99";
    assertEquals(1234, CpuTime.ticks(stat));
  }

  @Test
  void oursIsNotZero() {
    long end = System.nanoTime() + 1_000_000_000;
    while (CpuTime.seconds(ProcessHandle.current()) == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(CpuTime.seconds(ProcessHandle.current()) > 0);
  }
}

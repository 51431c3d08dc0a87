package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UdpFiguresTest {

  private final UdpFigures figures = new UdpFigures();

  @Test
  void percentilesAreOfTheAnswersAlone() {
    for (int i = 1; i <= 100; i++) {
      figures.answered(i * 1000L);
    }
    figures.answered(-1);
    figures.lost(8);
    assertEquals(100, figures.answers());
    assertEquals(9, figures.errors());
    assertEquals(50, figures.percentile(0.5));
    assertEquals(99, figures.percentile(0.99));
    assertEquals(100, figures.percentile(0.999));
  }

  @Test
  void anHourIsASecond() {
    figures.answered(3_600_000_000_000L);
    assertEquals(1_000_000, figures.percentile(0.5));
  }
}

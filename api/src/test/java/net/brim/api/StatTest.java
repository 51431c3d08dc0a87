package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StatTest {

  @Test
  void namesTheWayToAddUp() {
    assertEquals(new Stat("a", Stat.Kind.WORKER), Stat.worker("a"));
    assertEquals(new Stat("a", Stat.Kind.SUM), Stat.sum("a"));
    assertEquals(new Stat("a", Stat.Kind.MIN), Stat.min("a"));
    assertEquals(new Stat("a", Stat.Kind.MAX), Stat.max("a"));
  }

  @Test
  void needsAName() {
    assertThrows(IllegalArgumentException.class, () -> Stat.sum(""));
  }
}

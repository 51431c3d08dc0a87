package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StreamTableTest {

  private final StreamTable table = new StreamTable();

  @Test
  void knowsWhichStreamsWereNeverOpened() {
    table.opened(13);
    table.opened(15);
    assertEquals(15, table.last());
    assertTrue(table.isIdle(17));
    assertTrue(table.isIdle(14));
    assertFalse(table.isIdle(15));
    assertTrue(table.wasSkipped(11));
    assertFalse(table.wasSkipped(13));
    table.opened(19);
    assertTrue(table.wasSkipped(17));
  }

  @Test
  void remembersTheLastResets() {
    for (int id = 1; id < 2 * 128; id += 2) {
      table.opened(id);
      table.reset(id);
    }
    assertTrue(table.wasReset(1));
    table.reset(257);
    assertFalse(table.wasReset(1));
    assertTrue(table.wasReset(3));
    assertTrue(table.wasReset(257));
  }
}

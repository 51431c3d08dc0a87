package net.brim.server.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class VitalsTest {

  private final ByteBuffer memory = ByteBuffer.allocateDirect(Vitals.size(3));

  @Test
  void whatAHubWritesIsSeenByWhoeverLooksOn() {
    Vitals supervisors = Vitals.create(memory, 3);
    Vitals workers = Vitals.open(memory);
    assertEquals(3, workers.hubs());
    workers.beat(0, 11);
    workers.beat(2, 33);
    workers.beat(2, 34);
    assertEquals(11, supervisors.lastBeat(0));
    assertEquals(0, supervisors.lastBeat(1));
    assertEquals(34, supervisors.lastBeat(2));
  }

  @Test
  void eachHubHasACacheLineOfItsOwn() {
    Vitals.create(memory, 3).beat(1, Long.MAX_VALUE);
    for (int at = 24; at < memory.capacity(); at += Long.BYTES) {
      long expected = at == 2 * 64 ? Long.MAX_VALUE : 0;
      assertEquals(expected, memory.order(java.nio.ByteOrder.nativeOrder()).getLong(at), "" + at);
    }
  }

  @Test
  void daemonsHaveNoHub() {
    Vitals vitals = Vitals.create(ByteBuffer.allocateDirect(Vitals.size(0)), 0);
    assertEquals(0, vitals.hubs());
    assertThrows(IndexOutOfBoundsException.class, () -> vitals.beat(0, 1));
  }

  @Test
  void otherMemoryIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Vitals.open(memory));
    ByteBuffer tooSmall = ByteBuffer.allocateDirect(Vitals.size(2));
    assertThrows(IllegalArgumentException.class, () -> Vitals.create(tooSmall, 3));
    assertThrows(
        IllegalArgumentException.class, () -> Vitals.open(ByteBuffer.allocateDirect(Long.BYTES)));
  }
}

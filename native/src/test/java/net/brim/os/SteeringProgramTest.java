package net.brim.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SteeringProgramTest {

  /** Runs the program on a number instead of a random one. */
  private static int run(int[] live, int random) {
    try (Frame frame = new Frame()) {
      ByteBuffer program = SteeringProgram.of(frame, live).bytes();
      int count = Short.toUnsignedInt(program.getShort(0));
      ByteBuffer code =
          MemorySegment.ofAddress(program.getLong(8))
              .reinterpret(8L * count)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder());
      int accumulator = 0;
      for (int at = 0; at < count; at++) {
        int k = code.getInt(8 * at + 4);
        switch (code.getShort(8 * at)) {
          case 0x20 -> accumulator = random;
          case 0x94 -> accumulator = Integer.remainderUnsigned(accumulator, k);
          case 0x15 -> at += code.get(8 * at + (accumulator == k ? 2 : 3)) & 0xff;
          case 0x06 -> {
            return k;
          }
          default -> throw new AssertionError("code " + code.getShort(8 * at));
        }
      }
      throw new AssertionError("ran off the end");
    }
  }

  @Test
  void givesEachLiveSlotItsShare() {
    int[] live = {4, 0, 7};
    for (int random = 0; random < 30; random++) {
      assertEquals(live[random % 3], run(live, random));
    }
    assertEquals(live[(int) (0xffff_fff0L % 3)], run(live, 0xffff_fff0));
    assertEquals(9, run(new int[] {9}, 12345));
  }

  @Test
  void isBounded() {
    assertEquals(2046, run(java.util.stream.IntStream.range(0, 2047).toArray(), 2046));
    assertThrows(IllegalArgumentException.class, () -> run(new int[2048], 0));
    assertThrows(IllegalArgumentException.class, () -> run(new int[0], 0));
  }
}

package net.brim.engine.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Unmasking gives what the definition gives, wherever the bytes lie. */
final class MaskTest {

  @Test
  void everyLengthPlaceAndPhase() {
    var random = new Random(6455);
    byte[] from = new byte[64];
    random.nextBytes(from);
    for (int round = 0; round < 2000; round++) {
      int key = random.nextInt();
      int count = random.nextInt(40);
      int start = random.nextInt(from.length - count);
      int target = random.nextInt(10);
      int phase = random.nextInt(8);
      byte[] to = new byte[60];
      Mask.copy(from, start, to, target, count, key, phase);
      byte[] expected = new byte[60];
      for (int i = 0; i < count; i++) {
        expected[target + i] = (byte) (from[start + i] ^ key >> (24 - (i + phase) % 4 * 8));
      }
      assertArrayEquals(expected, to);
    }
  }
}

package net.brim.it;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Cuts bytes as networks do, and the same in each run. */
final class Fragments {

  private static final long SEED = Long.getLong("brim.fuzz.seed", 20261120);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  /** A number from 0 to below {@code end}. */
  int below(int end) {
    return random.nextInt(end);
  }

  /** Sends all bytes, in pieces of which most are small. */
  void send(RawClient client, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; ) {
      int most = random.nextInt(3) == 0 ? 1 + bytes.length / 3 : 40;
      int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
      client.send(Arrays.copyOfRange(bytes, at, end));
      at = end;
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(200_000); // so that not all arrive together
      }
    }
  }

  /** Some bytes of any value. */
  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

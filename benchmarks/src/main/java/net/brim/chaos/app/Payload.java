package net.brim.chaos.app;

/** Bytes that follow from a number, so that both sides know them and no two answers are alike. */
public final class Payload {

  private static final long SEED = 0x9E3779B97F4A7C15L;

  private Payload() {}

  /** So many letters for that number. */
  public static byte[] of(long number, int size) {
    byte[] bytes = new byte[size];
    long state = (number + 1) * SEED;
    for (int i = 0; i < size; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      bytes[i] = (byte) ('a' + Math.floorMod(state, 26));
    }
    return bytes;
  }
}

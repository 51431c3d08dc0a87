package net.brim.engine.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the mask off the payload of frames, eight bytes at a time (RFC 6455, section 5.3). */
final class Mask {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mask() {}

  /**
   * Copies bytes, each changed by its byte of the key.
   *
   * @param key its first byte in the highest bits
   * @param phase the index of the first of the bytes within the payload, of which two bits matter
   */
  static void copy(byte[] from, int start, byte[] to, int target, int count, int key, int phase) {
    int turned = Integer.rotateLeft(key, 8 * (phase & 3));
    long wide = ((long) turned << 32) | (turned & 0xffff_ffffL);
    int i = 0;
    for (; i <= count - 8; i += 8) {
      LONGS.set(to, target + i, (long) LONGS.get(from, start + i) ^ wide);
    }
    for (; i < count; i++) {
      to[target + i] = (byte) (from[start + i] ^ (turned >>> (24 - 8 * (i & 3))));
    }
  }
}

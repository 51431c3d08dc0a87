package net.brim.engine.hub;

/**
 * An array of a hub that no connection uses now, and that the next one to receive something may
 * have: it is in the processor's cache still. For the loop.
 */
final class SpareArray {

  private static final byte[] NONE = {};

  private byte[] spare = NONE;

  /** The array, where it has that much room; else an empty one. */
  byte[] take(int room) {
    byte[] taken = spare.length >= room ? spare : NONE;
    if (taken.length > 0) {
      spare = NONE;
    }
    return taken;
  }

  /** Keeps the larger one of this and that which is here. */
  void give(byte[] array) {
    if (array.length > spare.length) {
      spare = array;
    }
  }
}

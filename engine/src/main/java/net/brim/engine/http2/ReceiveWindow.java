package net.brim.engine.http2;

/**
 * How much the client may send, on a stream or on the whole connection (RFC 9113, section 5.2). For
 * the loop.
 */
final class ReceiveWindow {

  /** What a client may send before it has heard of any other size. */
  static final int INITIAL = 65_535;

  private int size = INITIAL;

  /** What the client may send now. */
  private int left = INITIAL;

  /** Arrived, and neither read nor thrown away. */
  private int unread;

  /** Read or thrown away, and the client was not told yet. */
  private int unreturned;

  /** Bytes arrived; false where there were more than allowed. */
  boolean receive(int count) {
    left -= count;
    unread += count;
    return left >= 0;
  }

  /** Bytes were read or thrown away; returns how many of them had been unread. */
  int take(int count) {
    int known = Math.min(count, unread);
    unread -= known;
    unreturned += known;
    return known;
  }

  /** How many bytes have arrived and were neither read nor thrown away. */
  int unread() {
    return unread;
  }

  /** Makes the window larger; returns by how much, 0 where it is that large already. */
  int widen(int newSize) {
    int change = Math.max(0, newSize - size);
    size += change;
    left += change;
    return change;
  }

  /** What the client is to be told now: nothing, or all that was read once it is worth a frame. */
  int giveBack() {
    if (unreturned < size / 2) {
      return 0;
    }
    int increment = unreturned;
    left += increment;
    unreturned = 0;
    return increment;
  }
}

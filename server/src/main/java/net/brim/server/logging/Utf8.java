package net.brim.server.logging;

/** Where UTF-8 text can be cut. */
final class Utf8 {

  private Utf8() {}

  /**
   * The greatest length up to {@code length} at which no character is cut in two; {@code length}
   * itself where the bytes before are no UTF-8.
   */
  static int wholeLength(byte[] bytes, int length) {
    int start = length - 1;
    while (start > 0 && start > length - 4 && (bytes[start] & 0xc0) == 0x80) {
      start--;
    }
    return start > 0 && start + size(bytes[start]) > length ? start : length;
  }

  private static int size(byte first) {
    return switch (Integer.numberOfLeadingZeros(~(first << 24))) {
      case 2 -> 2;
      case 3 -> 3;
      case 4 -> 4;
      default -> 1;
    };
  }
}

package net.brim.server.config;

/** Checks whole numbers. */
final class Numbers {

  private Numbers() {}

  /**
   * Gives the value back.
   *
   * @throws IllegalArgumentException where it is less than {@code least} or more than {@code most}
   */
  static long inRange(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%d is not from %d to %d".formatted(value, least, most));
    }
    return value;
  }

  /**
   * Gives the value back.
   *
   * @throws IllegalArgumentException where it is less than {@code least} or more than {@code most}
   */
  static int inRange(int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%d is not from %d to %d".formatted(value, least, most));
    }
    return value;
  }
}

package net.brim.server.supervisor;

/**
 * Milliseconds for judging others by: it stands still while we do. A supervisor that was stopped,
 * or whose machine slept, would else find all workers silent that had no more time than itself.
 */
final class PatientClock {

  private long time;
  private long last;

  /**
   * The time on this clock at {@code now}, in milliseconds of the usual one.
   *
   * @param most what may have passed since the look before; more does not count
   */
  long at(long now, long most) {
    time += Math.clamp(now - last, 0, most);
    last = now;
    return time;
  }
}

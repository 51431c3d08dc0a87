package net.brim.server.supervisor;

/**
 * How long to wait before a worker that died is started again: not at all where it had lived for a
 * while, else twice as long each time.
 */
final class Backoff {

  /** A worker that lived this long has not failed to start. */
  static final long STEADY_MILLIS = 2_000;

  static final long FIRST_MILLIS = 100;
  static final long LONGEST_MILLIS = 30_000;

  private long next = FIRST_MILLIS;

  /** The time to wait after a worker that lived for {@code uptime}, both in milliseconds. */
  long afterDeath(long uptime) {
    if (uptime >= STEADY_MILLIS) {
      next = FIRST_MILLIS;
      return 0;
    }
    long delay = next;
    next = Math.min(next * 2, LONGEST_MILLIS);
    return delay;
  }
}

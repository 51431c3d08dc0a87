package net.brim.os.service;

/**
 * How long to wait before a process that died is started again: not at all where it had served for
 * a while, else twice as long each time. For one thread.
 */
public final class Backoff {

  /** A process that was ready for this long has not failed to start. */
  public static final long STEADY_MILLIS = 2_000;

  public static final long FIRST_MILLIS = 100;
  public static final long LONGEST_MILLIS = 30_000;

  private long next = FIRST_MILLIS;

  /** Of a process that has not died yet. */
  public Backoff() {}

  /** The time to wait after a process that was ready for {@code service}, both in milliseconds. */
  public long afterDeath(long service) {
    if (service >= STEADY_MILLIS) {
      next = FIRST_MILLIS;
      return 0;
    }
    long delay = next;
    next = Math.min(next * 2, LONGEST_MILLIS);
    return delay;
  }
}

package net.brim.engine.threads;

/**
 * How many threads a pool has.
 *
 * @param minSpare threads that wait for work at least, as long as {@code maxThreads} allows them
 * @param maxSpare threads that wait for work at most; others end
 * @param maxThreads in all
 * @param maxQueue tasks that wait for a thread at most; further ones are refused
 */
public record PoolSettings(int minSpare, int maxSpare, int maxThreads, int maxQueue) {

  /** A pool that nothing was said about. */
  public static final PoolSettings DEFAULT =
      new PoolSettings(10, 20, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** One thread, which runs one task at a time. */
  public static PoolSettings single(int maxQueue) {
    return new PoolSettings(1, 1, 1, maxQueue);
  }

  public PoolSettings {
    if (minSpare < 0 || maxQueue < 0) {
      throw new IllegalArgumentException(
          "at least 0: minSpare " + minSpare + ", maxQueue " + maxQueue);
    }
    if (maxSpare < minSpare) {
      throw new IllegalArgumentException(
          "maxSpare is " + maxSpare + ", less than minSpare " + minSpare);
    }
    if (maxThreads < Math.max(1, minSpare)) {
      throw new IllegalArgumentException(
          "maxThreads is " + maxThreads + ", at least 1 and minSpare " + minSpare);
    }
  }
}

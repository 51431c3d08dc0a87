package net.brim.api;

/**
 * The statistics of one worker, in memory that outlives it. Values are unsigned 64-bit integers;
 * all methods may be called from any thread.
 */
public interface Stats {

  /**
   * The counter of that name, to keep where it is used often.
   *
   * @throws IllegalArgumentException where neither the server nor the {@code statsConf} of an app
   *     named it
   */
  Counter counter(String name);

  /** The value of the statistic of that name. */
  default long get(String name) {
    return counter(name).get();
  }

  /** Sets the statistic of that name. */
  default void set(String name, long value) {
    counter(name).set(value);
  }

  /** Adds one to the statistic of that name. */
  default void incr(String name) {
    counter(name).add(1);
  }

  /** One statistic. */
  interface Counter {

    /** Adds {@code amount}, which may be negative. */
    void add(long amount);

    /** Sets the value. */
    void set(long value);

    /** The value, to be taken as unsigned. */
    long get();
  }
}

package net.brim.api;

/**
 * One statistic that an app asks for: its name and how the server adds up the workers' values.
 *
 * @param name such as {@code helloworld.requests}; with the app's name in front, it stays one of
 *     its own
 */
public record Stat(String name, Kind kind) {

  /** How the values of several workers become one. */
  public enum Kind {
    /** They do not: each worker has its own. */
    WORKER,
    /** The sum of all. */
    SUM,
    /** The smallest that is not zero. */
    MIN,
    /** The largest. */
    MAX
  }

  public Stat {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a statistic needs a name");
    }
  }

  /** A statistic of each worker alone. */
  public static Stat worker(String name) {
    return new Stat(name, Kind.WORKER);
  }

  /** A statistic of each daemon alone. */
  public static Stat daemon(String name) {
    return worker(name);
  }

  /** A statistic added up over the workers. */
  public static Stat sum(String name) {
    return new Stat(name, Kind.SUM);
  }

  /** A statistic of which the smallest counts. */
  public static Stat min(String name) {
    return new Stat(name, Kind.MIN);
  }

  /** A statistic of which the largest counts. */
  public static Stat max(String name) {
    return new Stat(name, Kind.MAX);
  }
}

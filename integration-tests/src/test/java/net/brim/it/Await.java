package net.brim.it;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for things that happen in other processes. */
final class Await {

  /** Long enough for a busy machine: nothing is faster for a shorter one. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Await() {}

  /** Something that may be so. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until it is so; fails the test where it is not within {@link #LIMIT}. */
  static void until(String what, Condition condition) {
    until(() -> what, condition);
  }

  /** Waits until it is so; fails the test where it is not within {@link #LIMIT}. */
  static void until(Supplier<String> what, Condition condition) {
    if (!within(LIMIT, condition)) {
      fail("not within " + LIMIT + ": " + what.get());
    }
  }

  /** Whether it becomes so within that time. */
  static boolean within(Duration limit, Condition condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return true;
    } catch (Exception e) {
      throw new AssertionError("while waiting", e);
    }
  }
}

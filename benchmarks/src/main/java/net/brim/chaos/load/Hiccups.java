package net.brim.chaos.load;

import java.util.concurrent.TimeUnit;

/** How long this process itself was kept from running: a gap cannot be told from that. */
final class Hiccups {

  private static final long NAP_MILLIS = 5;

  private volatile long longest;

  /** Sleeps a little, and looks how late it wakes up. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread naps
  void nap() throws InterruptedException {
    long begun = System.nanoTime();
    Thread.sleep(NAP_MILLIS);
    long late = System.nanoTime() - begun - TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS);
    longest = Math.max(longest, late);
  }

  void settle() {
    longest = 0;
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }
}

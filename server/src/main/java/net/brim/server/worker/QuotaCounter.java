package net.brim.server.worker;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.Stats.Counter;
import net.brim.server.config.RequestQuota;

/** Counts requests, and says once when this worker has answered as many as it may. */
final class QuotaCounter implements Counter {

  private final Counter counter;
  private final long limit;
  private final Runnable whenReached;
  private final AtomicLong ours = new AtomicLong();

  /**
   * Counts in {@code counter}, which goes on from worker to worker.
   *
   * @param limit of this worker
   * @param whenReached run by the thread that answers the last of them
   */
  QuotaCounter(Counter counter, long limit, Runnable whenReached) {
    this.counter = counter;
    this.limit = limit;
    this.whenReached = whenReached;
  }

  /** The limit of one worker, spread by its slot and the time of its start. */
  static long limit(RequestQuota quota, int slot, long start) {
    var random = new SplittableRandom(start * 31 + slot);
    return quota.most() + random.nextLong(Math.addExact(quota.jitter(), 1));
  }

  @Override
  public void add(long amount) {
    counter.add(amount);
    long before = ours.getAndAdd(amount);
    if (before < limit && before + amount >= limit) {
      whenReached.run();
    }
  }

  @Override
  public void set(long value) {
    counter.set(value);
  }

  @Override
  public long get() {
    return counter.get();
  }
}

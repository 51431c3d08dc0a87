package net.brim.server.worker;

import java.util.Collection;
import net.brim.api.Stats;
import net.brim.api.Stats.Counter;
import net.brim.engine.http.HttpCounters;
import net.brim.server.stats.HttpStats;
import org.jspecify.annotations.Nullable;

/** What the engine counts, in the bucket of a worker. */
final class Counters {

  private static final int FIRST_CODE = 100;
  private static final int CODES = 500;

  private Counters() {}

  /** The counters, where those codes are counted one by one. */
  static HttpCounters of(Stats bucket, Collection<Integer> codes) {
    return of(bucket, codes, bucket.counter(HttpStats.REQUEST_COUNT));
  }

  /** The counters, where requests are counted by another one. */
  static HttpCounters of(Stats bucket, Collection<Integer> codes, Counter requests) {
    var classes = new Counter[5];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = bucket.counter(HttpStats.ofClass(i + 1));
    }
    var single = new @Nullable Counter[CODES];
    for (int code : codes) {
      single[code - FIRST_CODE] = bucket.counter(HttpStats.ofCode(code));
    }
    return new HttpCounters(
        requests,
        classes,
        single,
        bucket.counter(HttpStats.CONNECTION_COUNT),
        bucket.counter(HttpStats.OPEN_CONNECTIONS),
        bucket.counter(HttpStats.REQUESTS_RUNNING),
        bucket.counter(HttpStats.REQUESTS_QUEUED),
        bucket.counter(HttpStats.THREADS),
        bucket.counter(HttpStats.IDLE_THREADS),
        bucket.counter(HttpStats.BYTES_READ),
        bucket.counter(HttpStats.BYTES_WRITTEN),
        bucket.counter(HttpStats.WORK_TIME));
  }
}

package net.brim.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.Stats;
import net.brim.engine.http.HttpCounters;

/** Statistics in the memory of this process, under any name: the server's own and the apps'. */
final class LocalStats implements Stats {

  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name) {
    Counter counter = counters.get(name);
    return counter == null
        ? counters.computeIfAbsent(name, _ -> new LocalCounter(new AtomicLong()))
        : counter;
  }

  /** All that are not zero, by their names. */
  Map<String, Object> snapshot() {
    var values = new TreeMap<String, Object>();
    counters.forEach((name, counter) -> {
      if (counter.get() != 0) {
        values.put(name, counter.get());
      }
    });
    return values;
  }

  /** What the server counts, under the names that the stats of a brimd have. */
  HttpCounters http() {
    Counter[] classes = new Counter[5];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = counter(ServerStats.statusClass(i + 1));
    }
    return new HttpCounters(
        counter(ServerStats.REQUEST_COUNT),
        classes,
        new Counter[500],
        counter(ServerStats.CONNECTION_COUNT),
        counter(ServerStats.OPEN_CONNECTIONS),
        counter(ServerStats.REQUESTS_RUNNING),
        counter(ServerStats.REQUESTS_QUEUED),
        counter(ServerStats.THREADS),
        counter(ServerStats.IDLE_THREADS),
        counter(ServerStats.BYTES_READ),
        counter(ServerStats.BYTES_WRITTEN),
        counter(ServerStats.WORK_TIME));
  }

  private record LocalCounter(AtomicLong value) implements Counter {
    @Override
    public void add(long amount) {
      value.addAndGet(amount);
    }

    @Override
    public void set(long newValue) {
      value.set(newValue);
    }

    @Override
    public long get() {
      return value.get();
    }
  }
}

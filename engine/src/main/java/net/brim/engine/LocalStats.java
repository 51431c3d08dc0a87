package net.brim.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.Stats;
import net.brim.engine.http.HttpCounters;

/** Statistics in the memory of this process, under any name. */
final class LocalStats implements Stats {

  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name) {
    return counters.computeIfAbsent(name, _ -> new LocalCounter(new AtomicLong()));
  }

  /** Counters of a server that nobody reads. */
  static HttpCounters counters() {
    Counter[] classes = new Counter[5];
    java.util.Arrays.setAll(classes, _ -> counter());
    return new HttpCounters(
        counter(),
        classes,
        new Counter[500],
        counter(),
        counter(),
        counter(),
        counter(),
        counter(),
        counter(),
        counter(),
        counter(),
        counter());
  }

  private static Counter counter() {
    return new LocalCounter(new AtomicLong());
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

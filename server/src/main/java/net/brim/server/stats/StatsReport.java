package net.brim.server.stats;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.brim.api.Stat;

/** The statistics as nested maps: of the server, of each subserver, of each of its workers. */
public final class StatsReport {

  private StatsReport() {}

  /** What the memory holds now; zero values are left out. */
  public static Map<String, Object> of(StatsMemory memory) {
    var report = new LinkedHashMap<String, Object>();
    put(report, HttpStats.START_TIME, memory.startTime());
    var sections = new LinkedHashMap<String, List<StatsDirectory.Entry>>();
    for (StatsDirectory.Entry entry : memory.directory().current()) {
      sections.computeIfAbsent(entry.section(), name -> new ArrayList<>()).add(entry);
    }
    sections.forEach((name, slots) -> report.put(name, section(memory, slots)));
    return report;
  }

  private static Map<String, Object> section(StatsMemory memory, List<StatsDirectory.Entry> slots) {
    var report = new LinkedHashMap<String, Object>();
    var columns = new TreeMap<String, Column>();
    slots.getFirst().stats().forEach(stat -> columns.put(stat.name(), new Column(stat.kind())));
    for (StatsDirectory.Entry slot : slots) {
      Bucket bucket = memory.bucket(slot);
      var values = new LinkedHashMap<String, Object>();
      columns.forEach((name, column) -> {
        long value = bucket.get(name);
        column.values.add(value);
        put(values, name, value);
      });
      report.put(slot.slot(), values);
    }
    columns.forEach((name, column) -> put(report, name, column.total()));
    return report;
  }

  private static void put(Map<String, Object> map, String name, long value) {
    if (value != 0) {
      map.put(name, value > 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value)));
    }
  }

  /** One statistic over all slots. */
  private static final class Column {

    private final Stat.Kind kind;
    private final List<Long> values = new ArrayList<>();

    Column(Stat.Kind kind) {
      this.kind = kind;
    }

    long total() {
      return switch (kind) {
        case WORKER -> 0;
        case SUM -> values.stream().mapToLong(Long::longValue).sum();
        case MIN ->
            values.stream().filter(value -> value != 0).min(Long::compareUnsigned).orElse(0L);
        case MAX -> values.stream().max(Long::compareUnsigned).orElse(0L);
      };
    }
  }
}

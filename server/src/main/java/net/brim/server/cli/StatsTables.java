package net.brim.server.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The statistics as tables for the terminal: one for each section, with a column for each worker.
 */
final class StatsTables {

  private static final String START_TIME = "start_time";
  private static final String NONE = "-";

  private StatsTables() {}

  /** The lines of all tables. */
  static List<String> lines(Map<String, Object> stats) {
    var lines = new ArrayList<String>();
    stats.forEach((name, value) -> {
      if (value instanceof Map<?, ?> section) {
        lines.add("");
        lines.addAll(table(name, section));
      } else {
        lines.add(name + "  " + text(name, value));
      }
    });
    return lines;
  }

  private static List<String> table(String name, Map<?, ?> section) {
    var slots = new ArrayList<Map<?, ?>>();
    var titles = new ArrayList<>(List.of("[" + name + "]", "ALL"));
    var names = new TreeSet<String>();
    section.forEach((key, value) -> {
      if (value instanceof Map<?, ?> slot) {
        titles.add(key.toString());
        slots.add(slot);
        slot.keySet().forEach(stat -> names.add(stat.toString()));
      } else {
        names.add(key.toString());
      }
    });
    var rows = new ArrayList<List<String>>();
    rows.add(titles);
    for (String stat : names) {
      var row = new ArrayList<>(List.of(stat, text(stat, section.get(stat))));
      slots.forEach(slot -> row.add(text(stat, slot.get(stat))));
      rows.add(row);
    }
    return new TextTable(rows).lines();
  }

  private static String text(String name, @Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    return name.equals(START_TIME) && value instanceof Long seconds
        ? Instant.ofEpochSecond(seconds).toString()
        : value.toString();
  }
}

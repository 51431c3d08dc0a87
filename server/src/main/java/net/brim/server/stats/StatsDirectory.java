package net.brim.server.stats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.brim.api.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Where each statistic stands in the shared memory; it stands there itself, so that every process
 * can read what those of other plans count.
 *
 * <pre>
 * int count of entries, then for each:
 *   UTF section, UTF slot, int offset of its bucket, boolean current,
 *   int count of stats, then for each: UTF name, UTF kind
 * </pre>
 *
 * @param entries in the order in which they are reported
 */
record StatsDirectory(List<Entry> entries) {

  static final int ALIGNMENT = 128;

  /**
   * The bucket of one slot: one value of 64 bits for each statistic, padded to a multiple of 128
   * bytes, so that no two processes ever write to the same pair of cache lines.
   *
   * @param current whether it is the slot's; else workers of an earlier plan may still count there,
   *     by other names, until they are gone
   */
  record Entry(String section, String slot, int offset, boolean current, List<Stat> stats) {

    Entry {
      stats = List.copyOf(stats);
    }

    int size() {
      return padded(stats.size() * Long.BYTES);
    }

    boolean isOf(String ofSection, String ofSlot) {
      return current && section.equals(ofSection) && slot.equals(ofSlot);
    }

    Entry asCurrent() {
      return new Entry(section, slot, offset, true, stats);
    }

    Entry outdated() {
      return new Entry(section, slot, offset, false, stats);
    }
  }

  StatsDirectory {
    entries = List.copyOf(entries);
  }

  /** Whatever is counted there now. */
  List<Entry> current() {
    return entries.stream().filter(Entry::current).toList();
  }

  /** The current bucket of a slot; null where there is none. */
  @Nullable Entry find(String section, String slot) {
    for (Entry entry : entries) {
      if (entry.isOf(section, slot)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * The bucket of a slot for those statistics; where there is none, the current one, and where the
   * slot is no part of what is counted now, the last one that it had.
   */
  @Nullable Entry find(String section, String slot, List<Stat> stats) {
    @Nullable Entry found = find(section, slot);
    for (Entry entry : entries) {
      boolean same = entry.section().equals(section) && entry.slot().equals(slot);
      if (same && (found == null || entry.stats().equals(stats))) {
        found = entry;
      }
    }
    return found;
  }

  /**
   * What it is to be for another layout. A bucket whose statistics stay the same stays where it is,
   * also that of a numbered slot that is no more: what its workers have counted belongs to the
   * sums. Where the statistics change, a new bucket takes over, and the old one stays as an
   * outdated one.
   */
  StatsDirectory arranged(StatsLayout layout) {
    var arranged = new ArrayList<Entry>();
    var wanted = new ArrayList<Entry>();
    for (StatsLayout.Section section : layout.sections()) {
      for (String slot : slots(section)) {
        wanted.add(bucket(section.name(), slot, section.stats()));
      }
    }
    var taken = new TreeMap<Integer, Integer>();
    entries.forEach(entry -> taken.put(entry.offset(), entry.size()));
    for (Entry entry : wanted) {
      arranged.add(
          entry.offset() > 0
              ? entry
              : new Entry(
                  entry.section(), entry.slot(), take(taken, entry.size()), true, entry.stats()));
    }
    entries.stream()
        .filter(entry -> !wanted.contains(entry.asCurrent()))
        .forEach(entry -> arranged.add(entry.outdated()));
    return new StatsDirectory(arranged);
  }

  /**
   * The bucket that a slot has or had for those statistics; one without a place where it has none.
   */
  private Entry bucket(String section, String slot, List<Stat> stats) {
    for (Entry entry : entries) {
      if (entry.section().equals(section)
          && entry.slot().equals(slot)
          && entry.stats().equals(stats)) {
        return entry.asCurrent();
      }
    }
    return new Entry(section, slot, 0, true, stats);
  }

  private List<String> slots(StatsLayout.Section section) {
    var slots = new ArrayList<>(section.slots());
    entries.stream()
        .filter(entry -> entry.current() && entry.section().equals(section.name()))
        .map(Entry::slot)
        .filter(slot -> isNumber(slot) && !slots.contains(slot))
        .forEach(slots::add);
    return slots;
  }

  private static boolean isNumber(String slot) {
    return slot.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The same without the outdated buckets. */
  StatsDirectory settled() {
    return new StatsDirectory(current());
  }

  /** An offset at which so many bytes are free, apart from what is written there itself. */
  int free(int size) {
    var taken = new TreeMap<Integer, Integer>();
    entries.forEach(entry -> taken.put(entry.offset(), entry.size()));
    return take(taken, padded(size));
  }

  /** The first gap that is large enough. */
  private static int take(TreeMap<Integer, Integer> taken, int size) {
    int offset = ALIGNMENT;
    for (Map.Entry<Integer, Integer> one : taken.entrySet()) {
      if (one.getKey() - offset >= size) {
        break;
      }
      offset = one.getKey() + one.getValue();
    }
    taken.put(offset, size);
    return offset;
  }

  /** The index of the first byte behind all buckets. */
  int end() {
    return entries.stream()
        .mapToInt(entry -> entry.offset() + entry.size())
        .max()
        .orElse(ALIGNMENT);
  }

  static int padded(int size) {
    return Math.ceilDiv(size, ALIGNMENT) * ALIGNMENT;
  }

  byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeUTF(entry.section());
        out.writeUTF(entry.slot());
        out.writeInt(entry.offset());
        out.writeBoolean(entry.current());
        out.writeInt(entry.stats().size());
        for (Stat stat : entry.stats()) {
          out.writeUTF(stat.name());
          out.writeUTF(stat.kind().name());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The directory of those bytes.
   *
   * @throws IOException where they are none
   */
  static StatsDirectory parse(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var entries = new ArrayList<Entry>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String section = in.readUTF();
        String slot = in.readUTF();
        int offset = in.readInt();
        boolean current = in.readBoolean();
        var stats = new ArrayList<Stat>();
        int size = in.readInt();
        for (int j = 0; j < size; j++) {
          stats.add(new Stat(in.readUTF(), Stat.Kind.valueOf(in.readUTF())));
        }
        entries.add(new Entry(section, slot, offset, current, stats));
      }
      return new StatsDirectory(entries);
    }
  }
}

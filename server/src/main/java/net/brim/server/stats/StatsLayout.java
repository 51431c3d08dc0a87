package net.brim.server.stats;

import java.util.HashSet;
import java.util.List;
import net.brim.api.Stat;

/**
 * Where each statistic stands in the shared memory. All values are 64-bit integers in native byte
 * order.
 *
 * <pre>
 *   0  magic, "BRIMSTAT"       ┐
 *   8  version of this layout  │ header, 128 bytes
 *  16  start time in seconds   ┘
 * 128  section 0, slot 0       ┐ one bucket for each slot: one value for each statistic of the
 *      section 0, slot 1       │ section, padded to a multiple of 128 bytes, so that no two
 *      section 1, slot 0       ┘ processes ever write to the same pair of cache lines
 * </pre>
 *
 * @param sections in the order of the configuration
 */
public record StatsLayout(List<Section> sections) {

  static final int ALIGNMENT = 128;

  /**
   * One subserver.
   *
   * @param name its section
   * @param slots the names of its slots: {@code 0}, {@code 1}… or those of daemons
   * @param stats what each of its workers counts
   */
  public record Section(String name, List<String> slots, List<Stat> stats) {
    public Section {
      slots = List.copyOf(slots);
      stats = List.copyOf(stats);
      var names = new HashSet<String>();
      for (Stat stat : stats) {
        if (!names.add(stat.name())) {
          throw new IllegalArgumentException("[%s] counts %s twice".formatted(name, stat.name()));
        }
      }
    }

    int bucketSize() {
      return Math.ceilDiv(stats.size() * Long.BYTES, ALIGNMENT) * ALIGNMENT;
    }
  }

  public StatsLayout {
    sections = List.copyOf(sections);
  }

  /** The size of the whole memory in bytes. */
  public int size() {
    int size = ALIGNMENT;
    for (Section section : sections) {
      size = Math.addExact(size, Math.multiplyExact(section.slots().size(), section.bucketSize()));
    }
    return size;
  }

  /** Where the bucket of a slot begins. */
  int bucketOffset(int section, int slot) {
    int offset = ALIGNMENT;
    for (Section before : sections.subList(0, section)) {
      offset += before.slots().size() * before.bucketSize();
    }
    return offset + slot * sections.get(section).bucketSize();
  }

  /** The index of the section of that name. */
  int indexOf(String section) {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).name().equals(section)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no statistics for section " + section);
  }
}

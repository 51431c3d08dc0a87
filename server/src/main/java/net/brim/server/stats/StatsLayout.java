package net.brim.server.stats;

import java.util.HashSet;
import java.util.List;
import net.brim.api.Stat;

/**
 * What is counted, and by whom; {@link StatsMemory} finds a place for it.
 *
 * @param sections in the order of the configuration
 */
public record StatsLayout(List<Section> sections) {

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
  }

  public StatsLayout {
    sections = List.copyOf(sections);
  }

  /** What each worker of a section counts; nothing where there is no such section. */
  List<Stat> stats(String section) {
    for (Section one : sections) {
      if (one.name().equals(section)) {
        return one.stats();
      }
    }
    return List.of();
  }

  /** The same, but for the slots of one section. */
  public StatsLayout withSlots(String section, List<String> slots) {
    return new StatsLayout(
        sections.stream()
            .map(one ->
                one.name().equals(section) ? new Section(one.name(), slots, one.stats()) : one)
            .toList());
  }
}

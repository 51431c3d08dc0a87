package net.brim.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.brim.api.Conf;

/** The sections of all files read so far, later values over earlier ones, before interpolation. */
final class RawConf {

  private static final String DEFAULT = "DEFAULT";

  private final Map<String, Conf.Value> defaults = new LinkedHashMap<>();
  private final Map<String, Map<String, Conf.Value>> sections = new LinkedHashMap<>();

  static boolean isDefault(String section) {
    return section.equals(DEFAULT);
  }

  /** Makes the section where there is none; {@code [DEFAULT]} is none of the sections. */
  void open(String section) {
    own(section);
  }

  void put(String section, String option, Conf.Value value) {
    own(section).put(option, value);
  }

  Set<String> sections() {
    return sections.keySet();
  }

  /** The options of the section, with those of {@code [DEFAULT]} that it does not set itself. */
  Map<String, Conf.Value> options(String section) {
    var options = new LinkedHashMap<>(sections.getOrDefault(section, Map.of()));
    defaults.forEach((option, value) ->
        options.putIfAbsent(option, new Conf.Value(value.text(), value.origin(), true)));
    return options;
  }

  private Map<String, Conf.Value> own(String section) {
    return isDefault(section)
        ? defaults
        : sections.computeIfAbsent(section, name -> new LinkedHashMap<>());
  }
}

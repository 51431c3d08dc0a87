package net.brim.server.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Origin;

/**
 * Everything that is wrong with a configuration, each problem once, as lines for the terminal.
 *
 * <p>Not for use by several threads at once.
 */
public final class Problems {

  /** The {@code file:line: } that a problem with a known place starts with. */
  private static final Pattern PLACE = Pattern.compile("(.+?):(\\d{1,9}): .*", Pattern.DOTALL);

  /** Problems without a place come after those that have one. */
  private static final Comparator<String> BY_PLACE =
      Comparator.comparing((String line) -> !PLACE.matcher(line).matches())
          .thenComparing(Problems::file)
          .thenComparingInt(Problems::line);

  private final Set<String> messages = new LinkedHashSet<>();

  /** None yet. */
  public Problems() {}

  /** Adds a problem; one that starts with {@code file:line: } is sorted by that place. */
  public void add(String message) {
    messages.add(message);
  }

  /** Adds what the exception says. */
  public void add(ConfException problem) {
    add(String.valueOf(problem.getMessage()));
  }

  /** Adds a problem with its place. */
  public void add(Origin place, String message) {
    add(place + ": " + message);
  }

  /**
   * Adds a problem with the value of an option, which may stand in {@code [brim]}; without one,
   * another option has been complained of.
   */
  public void add(Conf conf, String section, String option, String what) {
    String holder = conf.value(section, option) == null ? Section.BRIM : section;
    Conf.Value value = conf.value(holder, option);
    if (value != null) {
      String place = value.origin() == null ? "" : value.origin() + ": ";
      add("%s[%s] %s = %s: %s".formatted(place, holder, option, value.text(), what));
    }
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /** The problems: those with a place by file and line, then the others as they were added. */
  public List<String> lines() {
    return messages.stream().sorted(BY_PLACE).toList();
  }

  private static String file(String message) {
    Matcher place = PLACE.matcher(message);
    return place.matches() ? place.group(1) : "";
  }

  private static int line(String message) {
    Matcher place = PLACE.matcher(message);
    return place.matches() ? Integer.parseInt(place.group(2)) : 0;
  }
}

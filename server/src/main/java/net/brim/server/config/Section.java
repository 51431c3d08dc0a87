package net.brim.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import org.jspecify.annotations.Nullable;

/**
 * One section that Brim itself reads, with the options that it shares with {@code [brim]} and does
 * not set itself, and with its problems.
 */
final class Section {

  static final String BRIM = "brim";

  private final Conf conf;
  private final String name;
  private final Problems problems;
  private final Set<String> wrong = new HashSet<>();

  Section(Conf conf, String name, Problems problems) {
    this.conf = conf;
    this.name = name;
    this.problems = problems;
  }

  String name() {
    return name;
  }

  /** Whether what it listens on gets datagrams, not connections. */
  boolean getsDatagrams() {
    return name.equals("udp") || name.startsWith("udp#");
  }

  Conf conf() {
    return conf;
  }

  /** The value of the option, wherever it stands; null where it is not set. */
  Conf.@Nullable Value value(String option) {
    return conf.value(home(option), option);
  }

  /** Whether the section sets the option, or has it from {@code [DEFAULT]}. */
  boolean sets(String option) {
    return conf.value(name, option) != null;
  }

  /** Whether the option was read without a problem. */
  boolean isRight(String option) {
    return !wrong.contains(option);
  }

  /**
   * Reads an option; what does not fit becomes a problem.
   *
   * @param otherwise where it is not set or does not fit
   * @param getter from the name of the section that the option stands in
   * @param expected completes "expected …"
   */
  <T extends @Nullable Object> T read(
      String option,
      T otherwise,
      Function<String, T> getter,
      Predicate<T> accepts,
      String expected) {
    if (value(option) == null) {
      return otherwise;
    }
    try {
      T value = getter.apply(home(option));
      if (accepts.test(value)) {
        return value;
      }
    } catch (ConfException e) {
      // said below, with the range that goes with it
    }
    problem(option, "expected " + expected);
    return otherwise;
  }

  /** Each option that is not known is a problem; those of {@code [DEFAULT]} are for others too. */
  void rejectUnknown(Set<String> known) {
    for (String option : ownOptions()) {
      if (!known.contains(option)) {
        problem(option, KnownOptions.whyUnknown(option, name.equals(BRIM), known));
      }
    }
  }

  /** Adds a problem where the section itself sets the option; what others set is for others too. */
  void rejectOwn(String option, String why) {
    if (setsItself(option)) {
      problem(option, why);
    }
  }

  /** Adds a problem with the value of an option that is set. */
  void problem(String option, String what) {
    wrong.add(option);
    Conf.Value value = value(option);
    String text = value == null ? "" : value.text();
    String hint = text.contains("\n") ? " (an indented line goes on with the value above it)" : "";
    problems.add(
        "%s[%s] %s = %s: %s%s"
            .formatted(place(value), home(option), option, text.replace("\n", "\\n"), what, hint));
  }

  /** The section whose name is nearest to one that is not there, as a question; may be empty. */
  String didYouMean(String missing) {
    return Spelling.nearest(missing, conf.sections())
        .map(near -> ", did you mean [" + near + "]?")
        .orElse("");
  }

  /** Adds a problem with the section as a whole, at the place of its first option. */
  void problem(String what) {
    String place =
        ownOptions().stream().map(option -> place(conf.value(name, option))).findFirst().orElse("");
    problems.add(place + "[" + name + "]: " + what);
  }

  private List<String> ownOptions() {
    return conf.options(name).stream().filter(this::setsItself).toList();
  }

  /** Whether the option stands in this very section. */
  boolean setsItself(String option) {
    Conf.Value value = conf.value(name, option);
    return value != null && !value.inherited();
  }

  private static String place(Conf.@Nullable Value value) {
    return value == null || value.origin() == null ? "" : value.origin() + ": ";
  }

  /** The section that the value of an option comes from. */
  private String home(String option) {
    return !sets(option) && KnownOptions.SHARED.contains(option) && conf.value(BRIM, option) != null
        ? BRIM
        : name;
  }
}

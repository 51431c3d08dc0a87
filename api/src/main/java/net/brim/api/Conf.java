package net.brim.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration: sections of options with values, each with the file and line that it
 * comes from.
 *
 * <p>Section names are compared as they are, option names without regard to case. The typed getters
 * throw {@link ConfException} where a value does not fit, naming its place; a missing option gives
 * the default.
 */
public final class Conf {

  /**
   * The value of an option.
   *
   * @param text after interpolation
   * @param origin null where the value was not read from a file
   * @param inherited whether it stands in {@code [DEFAULT]} and not in the section itself
   */
  public record Value(String text, @Nullable Origin origin, boolean inherited) {

    /** A value of the section itself. */
    public Value(String text, @Nullable Origin origin) {
      this(text, origin, false);
    }
  }

  private final Map<String, Map<String, Value>> sections;
  private final List<Path> files;

  private Conf(Map<String, Map<String, Value>> sections, List<Path> files) {
    this.sections = sections;
    this.files = files;
  }

  /** A configuration of those sections of options; the names of the options are in lower case. */
  public static Conf of(Map<String, Map<String, Value>> sections, List<Path> files) {
    var copy = new LinkedHashMap<String, Map<String, Value>>();
    sections.forEach((name, options) ->
        copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(options))));
    return new Conf(Collections.unmodifiableMap(copy), List.copyOf(files));
  }

  /** The files that it was read from, in their order. */
  public List<Path> files() {
    return files;
  }

  /** The names of the sections, in the order of their first appearance. */
  public Collection<String> sections() {
    return sections.keySet();
  }

  /** Whether there is such a section. */
  public boolean hasSection(String section) {
    return sections.containsKey(section);
  }

  /**
   * The names of the options of a section, defaults of {@code [DEFAULT]} included; empty for a
   * missing section.
   */
  public Set<String> options(String section) {
    return sections.getOrDefault(section, Map.of()).keySet();
  }

  /** The value with its origin, or null. */
  public @Nullable Value value(String section, String option) {
    return sections.getOrDefault(section, Map.of()).get(option.toLowerCase(Locale.ROOT));
  }

  /** The text of an option, or null. */
  public @Nullable String get(String section, String option) {
    Value value = value(section, option);
    return value == null ? null : value.text();
  }

  /** The text of an option, or {@code otherwise}. */
  public String get(String section, String option, String otherwise) {
    String text = get(section, option);
    return text == null ? otherwise : text;
  }

  /** A yes or no: {@code true yes on 1 t y} or {@code false no off 0 f n}, in any case. */
  public boolean getBoolean(String section, String option, boolean otherwise) {
    String text = get(section, option);
    return text == null
        ? otherwise
        : convert(section, option, ConfValues::toBoolean, "yes or no (true, on, 1, false, off, 0)");
  }

  /** A decimal integer of 32 bits. */
  public int getInt(String section, String option, int otherwise) {
    String text = get(section, option);
    return text == null ? otherwise : convert(section, option, ConfValues::toInt, "a whole number");
  }

  /** A decimal number. */
  public double getDouble(String section, String option, double otherwise) {
    String text = get(section, option);
    return text == null ? otherwise : convert(section, option, ConfValues::toDouble, "a number");
  }

  /**
   * A number of bytes: digits with an optional {@code k}, {@code m} or {@code g} (powers of 1024).
   */
  public long getSize(String section, String option, long otherwise) {
    String text = get(section, option);
    return text == null
        ? otherwise
        : convert(section, option, ConfValues::toSize, "a size such as 65536, 64k or 1m");
  }

  /**
   * A duration: a number with {@code ms}, {@code s}, {@code m} or {@code h}; a bare one is in
   * seconds.
   */
  public Duration getDuration(String section, String option, Duration otherwise) {
    String text = get(section, option);
    return text == null
        ? otherwise
        : convert(
            section, option, ConfValues::toDuration, "a duration such as 30, 500ms, 2m or 1h");
  }

  /**
   * A path: {@code ~} and {@code ~user} stand for home directories, and a relative path is relative
   * to the file that the value comes from.
   */
  public @Nullable Path getPath(String section, String option) {
    Value value = value(section, option);
    return value == null
        ? null
        : convert(section, option, text -> ConfValues.toPath(text, value.origin()), "a path");
  }

  /** A path as {@link #getPath(String, String)} gives it, or {@code otherwise}. */
  public Path getPath(String section, String option, Path otherwise) {
    Path path = getPath(section, option);
    return path == null ? otherwise : path;
  }

  /**
   * The path that {@code text} names, read as {@link #getPath(String, String)} reads a value; for
   * values that hold more than one path.
   *
   * @param origin where the text comes from; null makes a relative path relative to the directory
   *     of the process
   * @throws IllegalArgumentException where it is empty or names a user who does not exist
   */
  public static Path toPath(String text, @Nullable Origin origin) {
    return ConfValues.toPath(text, origin);
  }

  /** The words of a list, separated by white space. */
  public List<String> getList(String section, String option) {
    String text = get(section, option);
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  /**
   * The value of an option, by a conversion of the caller's own.
   *
   * @param expected completes "expected …" in the message
   * @throws ConfException where the option is missing or {@code conversion} throws
   *     IllegalArgumentException
   */
  public <T> T convert(
      String section, String option, Function<String, T> conversion, String expected) {
    Value value = value(section, option);
    if (value == null) {
      throw new ConfException(
          "[%s] %s is missing: expected %s".formatted(section, option, expected));
    }
    try {
      return conversion.apply(value.text());
    } catch (IllegalArgumentException e) {
      throw new ConfException(invalid(section, option, expected), e);
    }
  }

  /**
   * The sentence for a value that is not what was expected: file, line, section, option, value,
   * expectation.
   */
  public String invalid(String section, String option, String expected) {
    Value value = value(section, option);
    String place = value == null || value.origin() == null ? "" : value.origin() + ": ";
    String text = value == null ? "" : onOneLine(value.text());
    return "%s[%s] %s = %s: expected %s".formatted(place, section, option, text, expected);
  }

  private static String onOneLine(String text) {
    return text.replace("\n", "\\n");
  }
}

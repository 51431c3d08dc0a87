package net.brim.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import net.brim.api.Conf;
import net.brim.engine.http.Target;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of one section by their types. What does not fit becomes a problem, and the
 * default is given.
 */
final class SectionReader {

  private static final String NONE = "none";
  private static final String TARGET = "the path of a request, such as /warm";
  private static final long LARGEST_COUNT = 1_000_000_000_000_000L;
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Section section;
  private final Conf conf;

  SectionReader(Section section) {
    this.section = section;
    this.conf = section.conf();
  }

  int number(String option, int least, int most, int otherwise) {
    return section.read(
        option,
        otherwise,
        home -> conf.getInt(home, option, otherwise),
        value -> value >= least && value <= most,
        most == Integer.MAX_VALUE
            ? "a whole number, %d or more".formatted(least)
            : "a whole number from %d to %d".formatted(least, most));
  }

  int size(String option, int least, int otherwise) {
    long size =
        section.read(
            option,
            (long) otherwise,
            home -> conf.getSize(home, option, otherwise),
            value -> value >= least && value <= Integer.MAX_VALUE,
            "a size such as 65536, 64k or 1m, from %d to below 2g".formatted(least));
    return (int) size;
  }

  /** A size without a bound, or the word that stands for none. */
  long size(String option, String unlimited, long otherwise) {
    return section.read(
        option,
        otherwise,
        home ->
            unlimited.equalsIgnoreCase(conf.get(home, option))
                ? Long.MAX_VALUE
                : conf.getSize(home, option, otherwise),
        value -> true,
        "a size such as 65536, 64k or 1m, or " + unlimited);
  }

  /** A number that may be large, or the word {@code none}, which stands for {@code none}. */
  long count(String option, long least, long none) {
    return convert(
        option,
        none,
        text ->
            NONE.equalsIgnoreCase(text)
                ? none
                : Numbers.inRange(Long.parseLong(text), least, LARGEST_COUNT),
        "a whole number from %d to %d, or none".formatted(least, LARGEST_COUNT));
  }

  boolean yesNo(String option, boolean otherwise) {
    return yesNo(option, true, false, otherwise);
  }

  /** An option that says more by being absent than by either word. */
  <T> T yesNo(String option, T yes, T no, T otherwise) {
    return section.read(
        option,
        otherwise,
        home -> conf.getBoolean(home, option, false) ? yes : no,
        value -> true,
        "yes or no");
  }

  /** A duration of a millisecond or more. */
  Duration timeout(String option, Duration otherwise) {
    return duration(option, SHORTEST, "above 0", otherwise);
  }

  /** A duration that may be zero. */
  Duration span(String option, Duration otherwise) {
    return duration(option, Duration.ZERO, "or 0", otherwise);
  }

  /** A duration of a millisecond or more; null where there is no limit, as where it is not set. */
  @Nullable Duration limit(String option) {
    return section.<@Nullable Duration>read(
        option,
        null,
        home ->
            NONE.equalsIgnoreCase(conf.get(home, option))
                ? null
                : conf.getDuration(home, option, SHORTEST),
        value -> value == null || value.compareTo(SHORTEST) >= 0,
        "a duration such as 30, 500ms, 2m or 1h, above 0, or none");
  }

  private Duration duration(String option, Duration least, String bound, Duration otherwise) {
    return section.read(
        option,
        otherwise,
        home -> conf.getDuration(home, option, otherwise),
        value -> value.compareTo(least) >= 0,
        "a duration such as 30, 500ms, 2m or 1h, " + bound);
  }

  @Nullable Path path(String option) {
    return section.<@Nullable Path>read(
        option, null, home -> conf.getPath(home, option), value -> true, "a path");
  }

  /** A text without blanks, such as a name. */
  @Nullable String word(String option, String expected) {
    return section.<@Nullable String>read(
        option,
        null,
        home -> conf.get(home, option),
        value -> value != null && !value.isEmpty() && value.chars().noneMatch(SectionReader::blank),
        expected);
  }

  /** The target of a request: a path, perhaps with a query. */
  @Nullable String target(String option) {
    return section.<@Nullable String>read(
        option,
        null,
        home -> conf.convert(home, option, SectionReader::targetOf, TARGET),
        value -> true,
        TARGET);
  }

  private static String targetOf(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("it does not begin with a slash");
    }
    return Target.of(text).text();
  }

  private static boolean blank(int c) {
    return Blanks.isBlank((char) c);
  }

  /** One of the constants of an enumeration, in any case. */
  <E extends Enum<E>> E oneOf(String option, E otherwise, String expected) {
    return convert(
        option,
        otherwise,
        text -> Enum.valueOf(otherwise.getDeclaringClass(), text.toUpperCase(Locale.ROOT)),
        expected);
  }

  /** Words quoted as in a shell. */
  List<String> words(String option, Predicate<List<String>> accepts, String expected) {
    return section.read(
        option,
        List.of(),
        home -> conf.convert(home, option, ShellWords::split, expected),
        accepts,
        expected);
  }

  /** By a conversion that throws IllegalArgumentException where the text is not as expected. */
  <T> T convert(String option, T otherwise, Function<String, T> conversion, String expected) {
    return section.read(
        option,
        otherwise,
        home -> conf.convert(home, option, conversion, expected),
        value -> true,
        expected);
  }
}

package net.brim.api;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_WEEK;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dates of header fields, to the second (RFC 9110, section 5.6.7). */
public final class HttpDate {

  private static final Map<Long, String> MONTHS =
      names("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final Map<Long, String> DAYS =
      names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private static final Map<Long, String> LONG_DAYS =
      names("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static final DateTimeFormatter FIXED =
      formatter(
          time(new DateTimeFormatterBuilder()
                  .appendText(DAY_OF_WEEK, DAYS)
                  .appendLiteral(", ")
                  .appendValue(DAY_OF_MONTH, 2)
                  .appendLiteral(' ')
                  .appendText(MONTH_OF_YEAR, MONTHS)
                  .appendLiteral(' ')
                  .appendValue(YEAR, 4)
                  .appendLiteral(' '))
              .appendLiteral(" GMT"));

  /** {@code Sun Nov 6 08:49:37 1994}. */
  private static final DateTimeFormatter ASCTIME =
      formatter(
          time(new DateTimeFormatterBuilder()
                  .appendText(DAY_OF_WEEK, DAYS)
                  .appendLiteral(' ')
                  .appendText(MONTH_OF_YEAR, MONTHS)
                  .appendLiteral(' ')
                  .padNext(2)
                  .appendValue(DAY_OF_MONTH)
                  .appendLiteral(' '))
              .appendLiteral(' ')
              .appendValue(YEAR, 4));

  private HttpDate() {}

  /**
   * The date as a header field shows it: {@code Sun, 06 Nov 1994 08:49:37 GMT}; parts of a second
   * are left out.
   *
   * @throws DateTimeException where the year has not four digits
   */
  public static String format(Instant date) {
    return FIXED.format(date.atOffset(ZoneOffset.UTC));
  }

  /** The date of a header field in any of the three forms; null where it is none. */
  public static @Nullable Instant parse(String text) {
    return parse(text, Instant.now());
  }

  /** As {@link #parse(String)}: a year of two digits is at most 50 years after {@code now}. */
  static @Nullable Instant parse(String text, Instant now) {
    try {
      if (text.endsWith(" GMT")) {
        return text.indexOf('-') < 0 ? instant(FIXED, text) : instant(rfc850(now), text);
      }
      return instant(ASCTIME, text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant instant(DateTimeFormatter formatter, String text) {
    return LocalDateTime.parse(text, formatter).toInstant(ZoneOffset.UTC);
  }

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static DateTimeFormatter rfc850(Instant now) {
    LocalDate first = LocalDate.of(now.atOffset(ZoneOffset.UTC).getYear() - 49, 1, 1);
    return formatter(
        time(new DateTimeFormatterBuilder()
                .appendText(DAY_OF_WEEK, LONG_DAYS)
                .appendLiteral(", ")
                .appendValue(DAY_OF_MONTH, 2)
                .appendLiteral('-')
                .appendText(MONTH_OF_YEAR, MONTHS)
                .appendLiteral('-')
                .appendValueReduced(YEAR, 2, 2, first)
                .appendLiteral(' '))
            .appendLiteral(" GMT"));
  }

  private static DateTimeFormatterBuilder time(DateTimeFormatterBuilder date) {
    return date.appendValue(HOUR_OF_DAY, 2)
        .appendLiteral(':')
        .appendValue(MINUTE_OF_HOUR, 2)
        .appendLiteral(':')
        .appendValue(SECOND_OF_MINUTE, 2);
  }

  private static DateTimeFormatter formatter(DateTimeFormatterBuilder builder) {
    return builder
        .toFormatter(java.util.Locale.ROOT)
        .withChronology(java.time.chrono.IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static Map<Long, String> names(String... names) {
    var numbered = new HashMap<Long, String>();
    for (String name : List.of(names)) {
      numbered.put(numbered.size() + 1L, name);
    }
    return numbered;
  }
}

package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

  @Test
  void showsTheFixedForm() {
    assertEquals(
        "Sun, 06 Nov 1994 08:49:37 GMT",
        HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z")));
    assertThrows(DateTimeException.class, () -> HttpDate.format(Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Wed Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
        "Thu, 29 Feb 2024 23:59:59 GMT | 2024-02-29T23:59:59Z",
        "Friday, 20-Nov-76 00:00:00 GMT | 2076-11-20T00:00:00Z",
        "Sunday, 20-Nov-77 00:00:00 GMT | 1977-11-20T00:00:00Z",
      })
  void readsEachOfTheThreeForms(String text, Instant date) {
    // 20 November 1977 was a Sunday, and a Saturday in 2077.
    assertEquals(date, HttpDate.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GMT",
        " GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT", // it was a Sunday
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Thu, 29 Feb 2025 23:59:59 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "784111777"
      })
  void knowsWhatIsNoDate(String text) {
    assertNull(HttpDate.parse(text, NOW));
  }

  @Test
  void readsWhatItShows() {
    for (long second = 0; second < 4_000_000_000L; second += 86_399 * 7) {
      Instant date = Instant.ofEpochSecond(second);
      assertEquals(date, HttpDate.parse(HttpDate.format(date)));
    }
  }
}

package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1 s",
    "12345, 12.3 s",
    "30000, 30 s",
    "60000, 1 min",
    "3599999, 59 min",
    "7200000, 2 h"
  })
  void speaksLikePeople(long millis, String text) {
    assertEquals(text, Durations.describe(Duration.ofMillis(millis)));
  }
}

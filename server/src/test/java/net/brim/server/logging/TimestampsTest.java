package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimestampsTest {

  private final Timestamps timestamps =
      new Timestamps(new TestTime(), ZoneId.of("America/New_York"));

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void theForms() {
    var second = timestamps.at(Instant.parse("2026-07-01T03:04:05.999Z").toEpochMilli());
    assertEquals("2026-07-01T03:04:05", text(second.iso));
    assertEquals("20260701T030405Z", text(second.compact));
    assertEquals("Jun 30 23:04:05", text(second.syslog));
    assertEquals("30/Jun/2026:23:04:05 -0400", text(second.combined));
    var padded = timestamps.at(Instant.parse("2026-07-01T13:04:05Z").toEpochMilli());
    assertEquals("Jul  1 09:04:05", text(padded.syslog));
  }

  @Test
  void aSecondIsWrittenOutOnce() {
    assertSame(timestamps.at(1_000_000), timestamps.at(1_000_999));
    assertNotSame(timestamps.at(1_000_000), timestamps.at(1_001_000));
  }
}

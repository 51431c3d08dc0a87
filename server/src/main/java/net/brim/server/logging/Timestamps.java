package net.brim.server.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The timestamps of log lines, written out once for each second. */
final class Timestamps {

  private static final DateTimeFormatter ISO = pattern("yyyy-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter COMPACT = pattern("yyyyMMdd'T'HHmmss'Z'");
  private static final DateTimeFormatter SYSLOG = pattern("MMM ppd HH:mm:ss");
  private static final DateTimeFormatter COMBINED = pattern("dd/MMM/yyyy:HH:mm:ss Z");

  private final Time time;
  private final ZoneId zone;
  private volatile Second latest;

  /** Timestamps that show that zone where their format has local time. */
  Timestamps(Time time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
    this.latest = new Second(0, zone);
  }

  /** Of lines that are logged now. */
  Time time() {
    return time;
  }

  /** The second that a time is in. */
  Second at(long millis) {
    long second = Math.floorDiv(millis, 1000L);
    Second cached = latest;
    if (cached.second != second) {
      cached = new Second(second, zone);
      latest = cached;
    }
    return cached;
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** One second in all its forms. */
  static final class Second {

    /** {@code 2026-11-20T10:11:12}, in UTC. */
    final byte[] iso;

    /** {@code 20261120T101112Z}. */
    final byte[] compact;

    /** {@code Nov 20 10:11:12}, in local time, the day padded with a space (RFC 3164, 4.1.2). */
    final byte[] syslog;

    /** {@code 20/Nov/2026:10:11:12 +0000}, in local time. */
    final byte[] combined;

    private final long second;

    private Second(long second, ZoneId zone) {
      this.second = second;
      var utc = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
      var local = utc.withZoneSameInstant(zone);
      iso = bytes(ISO.format(utc));
      compact = bytes(COMPACT.format(utc));
      syslog = bytes(SYSLOG.format(local));
      combined = bytes(COMBINED.format(local));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}

package net.brim.engine.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * The {@code Date} field, made once a second (RFC 9110, section 5.6.7).
 *
 * @param text its value
 * @param bytes the whole line with its CRLF, as HTTP/1 has it
 * @param validUntil on the clock of {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // a cache entry, not a value
public record DateLine(String text, byte[] bytes, long validUntil) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile DateLine current = new DateLine("", new byte[0], Long.MIN_VALUE);

  /** The line to send now; {@code now} is on the clock of {@link System#nanoTime()}. */
  public static DateLine at(long now) {
    DateLine line = current;
    if (line.text.isEmpty() || now - line.validUntil >= 0) {
      line = of(Instant.now(), now);
      current = line;
    }
    return line;
  }

  /** The line of that time. */
  public static DateLine of(Instant time, long now) {
    String text = FORMAT.format(time);
    byte[] bytes = ("Date: " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return new DateLine(text, bytes, now + 1_000_000_000L - time.get(ChronoField.NANO_OF_SECOND));
  }
}

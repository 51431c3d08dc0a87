package net.brim.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event; each method gives a changed copy.
 *
 * @param data what {@code onmessage} gets; may have several lines, of which the ends (CR LF, CR or
 *     LF) all arrive as LF
 * @param name the type of the event; null for {@code message}
 * @param id what the client sends as {@code Last-Event-ID} when it comes back; null leaves the last
 *     one, an empty one forgets it
 * @param retry how long the client is to wait before it comes back; null leaves that to it
 */
public record Event(
    String data, @Nullable String name, @Nullable String id, @Nullable Duration retry) {

  public Event {
    checkLine("name", name);
    checkLine("id", id);
    if (retry != null && retry.isNegative()) {
      throw new IllegalArgumentException("an event's retry is negative: " + retry);
    }
  }

  /** An event with nothing but data. */
  public static Event of(String data) {
    return new Event(data, null, null, null);
  }

  /** With that type. */
  public Event name(String type) {
    return new Event(data, type, id, retry);
  }

  /** With that id. */
  public Event id(String value) {
    return new Event(data, name, value, retry);
  }

  /** With that time to wait, in whole milliseconds. */
  public Event retry(Duration time) {
    return new Event(data, name, id, time);
  }

  private static void checkLine(String field, @Nullable String value) {
    for (int i = 0; value != null && i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException(
            "the %s of an event has U+%04X at index %d".formatted(field, (int) c, i));
      }
    }
  }

  /** As it goes over the wire (HTML standard, section 9.2.5). */
  String encoded() {
    var text = new StringBuilder(data.length() + 32);
    field(text, "event", name);
    field(text, "id", id);
    field(text, "retry", retry == null ? null : Long.toString(retry.toMillis()));
    for (String line : lines(data)) {
      field(text, "data", line);
    }
    return text.append('\n').toString();
  }

  /** The lines of a text, by all three kinds of line ends, with the empty one at the end. */
  static String[] lines(String text) {
    return text.split("\r\n|\r|\n", -1);
  }

  private static void field(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }
}

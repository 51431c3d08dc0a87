package net.brim.engine.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request target with its path and query (RFC 9112, section 3.2).
 *
 * @param text as sent
 * @param path decoded once
 * @param query as sent, null where there is none
 * @param authority the host with an optional port, null where the target names none
 */
public record Target(String text, String path, @Nullable String query, @Nullable String authority) {

  /** A target that names no host. */
  public Target(String text, String path, @Nullable String query) {
    this(text, path, query, null);
  }

  /**
   * Reads the origin form, {@code *}, or what stands behind the authority of the absolute form.
   *
   * @throws IllegalArgumentException where a character may not stand in a target, where a percent
   *     sign in the path is not followed by two hexadecimal digits, or where one stands for NUL
   */
  public static Target of(String text) {
    int mark = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        throw new IllegalArgumentException("the target has a character that must be escaped");
      }
      if (c == '?' && mark < 0) {
        mark = i;
      }
    }
    String path = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? null : text.substring(mark + 1);
    if (query != null && query.contains("%00")) {
      throw new IllegalArgumentException("the query has an escaped NUL");
    }
    return new Target(text, decode(path), query);
  }

  /** Replaces each {@code %XX} of a path by its byte and reads the bytes as UTF-8. */
  private static String decode(String path) {
    int percent = path.indexOf('%');
    if (percent < 0) {
      return path;
    }
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    int end = percent;
    for (int i = percent; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        int value = i + 2 < bytes.length ? hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]) : -1;
        if (value <= 0) {
          throw new IllegalArgumentException("the path has a malformed percent escape");
        }
        bytes[end++] = (byte) value;
        i += 2;
      } else {
        bytes[end++] = bytes[i];
      }
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return Character.digit((char) (digit & 0xff), 16);
  }
}

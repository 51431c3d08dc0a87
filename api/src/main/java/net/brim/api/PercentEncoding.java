package net.brim.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of text as UTF-8 (RFC 3986, section 2.1). */
public final class PercentEncoding {

  /** What stands in a URI as it is, beside letters and digits; a percent sign too. */
  private static final String URI = "%-._~:/?#[]@!$&'()*+,;=";

  private static final String UNRESERVED = "-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /** {@code text} as a path: slashes, ASCII letters, digits and {@code -._~} stay as they are. */
  public static String quote(String text) {
    return quote(text, "/");
  }

  /**
   * {@code text} with all encoded but ASCII letters, digits, {@code -._~} and those characters.
   *
   * @param safe ASCII characters; empty for a value in a query
   */
  public static String quote(String text, String safe) {
    return encode(text, UNRESERVED, safe);
  }

  /**
   * {@code text} as a URI or a reference: only what cannot stand in one at all is encoded, such as
   * spaces, control characters and what is not ASCII.
   */
  public static String uri(String text) {
    return encode(text, URI, "");
  }

  /** Decodes what is encoded in {@code text}; a percent sign without two digits stays as it is. */
  public static String unquote(String text) {
    return decode(text, false);
  }

  private static String encode(String text, String safe, String alsoSafe) {
    @Nullable StringBuilder out = null;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain = isLetterOrDigit(c) || safe.indexOf(c) >= 0 || alsoSafe.indexOf(c) >= 0;
      if (!plain || c > 0x7e) {
        out = out == null ? start(bytes, i) : out;
        out.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
      } else if (out != null) {
        out.append(c);
      }
    }
    return out == null ? text : out.toString();
  }

  private static StringBuilder start(byte[] bytes, int length) {
    return new StringBuilder(bytes.length + 16)
        .append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Decodes {@code text}, in forms with a plus for each space. */
  static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int decoded = bytes[i] == '%' ? hexPair(bytes, i + 1) : -1;
      if (decoded >= 0) {
        bytes[length++] = (byte) decoded;
        i += 2;
      } else {
        bytes[length++] = plusIsSpace && bytes[i] == '+' ? (byte) ' ' : bytes[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int hexPair(byte[] bytes, int index) {
    if (index + 1 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[index], 16);
    int low = Character.digit(bytes[index + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}

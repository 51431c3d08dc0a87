package net.brim.server.logging;

import org.jspecify.annotations.Nullable;

/**
 * Words of a request log line: every byte outside {@code !} to {@code ~}, and the percent sign
 * itself, is {@code %XX}; what is absent or empty is {@code -}.
 */
final class PercentQuoting {

  private PercentQuoting() {}

  /** Text of any characters, as UTF-8. */
  static void text(LineBuffer line, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      line.raw('-');
    } else {
      characters(line, text);
    }
  }

  /** A header value, which has one character for each byte. */
  static void bytes(LineBuffer line, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      line.raw('-');
    } else {
      for (int i = 0; i < value.length(); i++) {
        octet(line, value.charAt(i));
      }
    }
  }

  /** Text as UTF-8, nothing where it is empty. */
  static void characters(LineBuffer line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        octet(line, c);
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        wide(line, codePoint);
      }
    }
  }

  /** A query as sent: percent-decoded, then quoted, so that the same bytes look the same. */
  static void query(LineBuffer line, String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      int high = c == '%' && i + 2 < query.length() ? Character.digit(query.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(query.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        octet(line, high << 4 | low);
        i += 2;
      } else {
        octet(line, c);
      }
    }
  }

  private static void wide(LineBuffer line, int codePoint) {
    int start = line.length();
    line.utf8(codePoint);
    int size = line.length() - start;
    int encoded = 0;
    for (int i = 0; i < size; i++) {
      encoded = encoded << 8 | (line.bytes()[start + i] & 0xff);
    }
    line.truncate(start);
    for (int i = size - 1; i >= 0; i--) {
      octet(line, encoded >> (8 * i) & 0xff);
    }
  }

  private static void octet(LineBuffer line, int octet) {
    if (octet >= '!' && octet <= '~' && octet != '%') {
      line.raw((char) octet);
    } else {
      line.raw('%').hex(octet);
    }
  }
}

package net.brim.server.logging;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Appends members to the JSON object of a request log line. */
final class JsonLine {

  private final LineBuffer line;

  JsonLine(LineBuffer line) {
    this.line = line;
  }

  /** The name of a member that is not the first; the caller appends the value. */
  void name(String name) {
    line.ascii(",\"").ascii(name).ascii("\":");
  }

  /** A member of text, nothing where there is none. */
  void text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      string(value);
    }
  }

  /** A member with a header value, nothing where there is none. */
  void bytes(String name, @Nullable String value) {
    text(name, value == null ? null : decoded(value));
  }

  void number(String name, long value) {
    name(name);
    line.number(value);
  }

  void address(String name, SocketAddress address) {
    name(name);
    AddressText.append(line.raw('"'), address);
    line.raw('"');
  }

  /** A string with its quotes. */
  void string(String value) {
    line.raw('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.raw('\\').raw(c);
      } else if (c >= ' ' && c < 0x7f) {
        line.raw(c);
      } else if (c < 0xa0) {
        line.ascii("\\u00").hex(c);
      } else {
        int codePoint = value.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        wide(codePoint);
      }
    }
    line.raw('"');
  }

  /** A header value, one character for each byte, as the UTF-8 that its bytes most often are. */
  static String decoded(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return value;
  }

  /** Line separators are escaped for readers that split there. */
  private void wide(int codePoint) {
    if (codePoint == 0x2028 || codePoint == 0x2029) {
      line.ascii("\\u20").hex(codePoint & 0xff);
    } else {
      line.utf8(codePoint);
    }
  }
}

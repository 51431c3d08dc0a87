package net.brim.server.logging;

/** What stands around the text of a line. */
interface Layout {

  /** Writes what comes before the text. */
  void begin(LineBuffer line, Severity severity, Timestamps.Second second, int millis);

  /** Writes what comes after the text. */
  void end(LineBuffer line);

  /** Bytes at which the text of an ordinary line is cut. */
  int textLimit();

  /** A log name as it can stand before {@code [pid]}: without blanks, brackets and colons. */
  static String tag(String name) {
    var tag = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c > ' ' && c <= '~' && c != '[' && c != ']' && c != ':';
      tag.append(plain ? c : '_');
    }
    return tag.isEmpty() ? "brim" : tag.toString();
  }
}

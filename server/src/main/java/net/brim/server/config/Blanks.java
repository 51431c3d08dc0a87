package net.brim.server.config;

/**
 * White space as Python's strings see it, which is more than Java's: the no-break spaces and the
 * next-line character belong to it.
 */
final class Blanks {

  private Blanks() {}

  static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || c == '\u0085'
        || c == '\u00a0'
        || c == '\u2007'
        || c == '\u202f';
  }

  /** How many blanks {@code text} starts with. */
  static int indent(String text) {
    int indent = 0;
    while (indent < text.length() && isBlank(text.charAt(indent))) {
      indent++;
    }
    return indent;
  }

  static String strip(String text) {
    return stripEnd(text.substring(indent(text)));
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}

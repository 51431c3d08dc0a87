package net.brim.server.control;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A line of an answer.
 *
 * <pre>
 *   out TEXT       for a person's stdout
 *   err TEXT       for a person's stderr
 *   data A⇥B⇥C     for a program: fields, in which \t, \n and \\ stand for a tab, a line end and \
 *   done STATUS    the last one
 * </pre>
 */
public record ControlLine(Kind kind, String text) {

  /** What a line is for; its word on the wire is the name in lower case. */
  public enum Kind {
    OUT,
    ERR,
    DATA,
    DONE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One of fields. */
  static ControlLine of(Object... fields) {
    return new ControlLine(
        Kind.DATA,
        Arrays.stream(fields)
            .map(field -> escape(field.toString()))
            .collect(Collectors.joining("\t")));
  }

  /**
   * What a supervisor sent.
   *
   * @throws IOException where it is no line of an answer
   */
  static ControlLine parse(String line) throws IOException {
    for (Kind kind : Kind.values()) {
      String word = kind.word();
      if (line.equals(word)) {
        return new ControlLine(kind, "");
      }
      if (line.startsWith(word + " ")) {
        return new ControlLine(kind, line.substring(word.length() + 1));
      }
    }
    throw new IOException("the supervisor answered: " + line);
  }

  /** The fields of a line for programs. */
  public List<String> fields() {
    return Arrays.stream(text.split("\t", -1)).map(ControlLine::unescape).toList();
  }

  /**
   * The exit status that the last line brings.
   *
   * @throws IOException where it brings none
   */
  int status() throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException("the supervisor answered: " + toWire(), e);
    }
  }

  /** As it is sent: a line for each of a text. */
  String toWire() {
    return Arrays.stream(text.split("\n", -1))
        .map(line -> kind.word() + " " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String escape(String field) {
    return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String field) {
    var text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        c = meaning(field.charAt(i));
      }
      text.append(c);
    }
    return text.toString();
  }

  private static char meaning(char escaped) {
    return switch (escaped) {
      case 't' -> '\t';
      case 'n' -> '\n';
      default -> escaped;
    };
  }
}

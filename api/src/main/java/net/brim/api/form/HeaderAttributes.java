package net.brim.api.form;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import net.brim.api.ClientError;
import net.brim.api.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A header field that is a value with attributes: {@code form-data; name="abc"; filename="a.html"}.
 *
 * @param value in lower case, such as {@code form-data}
 * @param attributes by their names in lower case; values as the client sent them, without quotes
 */
public record HeaderAttributes(String value, Map<String, String> attributes) {

  public HeaderAttributes {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The attribute of that name, or null. */
  public @Nullable String get(String name) {
    return attributes.get(name);
  }

  /**
   * Takes a field apart. In quotes, a backslash stands before a quote or another backslash, and for
   * itself before anything else, as in the paths that some browsers send.
   *
   * @throws ClientError.BadRequest where it is malformed, or an attribute comes twice
   */
  public static HeaderAttributes parse(String field) {
    return new Parser(field).parse();
  }

  /** One pass over a field. */
  private static final class Parser {

    private final String field;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private int at;

    Parser(String field) {
      this.field = field;
    }

    HeaderAttributes parse() {
      int semicolon = field.indexOf(';');
      at = semicolon < 0 ? field.length() : semicolon;
      String value = field.substring(0, at).strip().toLowerCase(Locale.ROOT);
      while (at < field.length()) {
        at++; // the semicolon
        skipBlanks();
        if (at < field.length() && field.charAt(at) != ';') {
          attribute();
        }
      }
      return new HeaderAttributes(value, attributes);
    }

    private void attribute() {
      String name = token().toLowerCase(Locale.ROOT);
      skipBlanks();
      if (at == field.length() || field.charAt(at) != '=') {
        throw malformed();
      }
      at++;
      skipBlanks();
      String value = at < field.length() && field.charAt(at) == '"' ? quoted() : token();
      skipBlanks();
      boolean ends = at == field.length() || field.charAt(at) == ';';
      if (!ends || attributes.putIfAbsent(name, value) != null) {
        throw malformed();
      }
    }

    private String token() {
      int start = at;
      // A media type as a value, such as type=text/html, is sent without quotes now and then.
      while (at < field.length()
          && (Tokens.isTokenChar(field.charAt(at)) || field.charAt(at) == '/')) {
        at++;
      }
      if (at == start) {
        throw malformed();
      }
      return field.substring(start, at);
    }

    private String quoted() {
      var text = new StringBuilder();
      for (at++; at < field.length(); at++) {
        char c = field.charAt(at);
        if (c == '"') {
          at++;
          return text.toString();
        }
        if (c == '\\' && at + 1 < field.length() && "\"\\".indexOf(field.charAt(at + 1)) >= 0) {
          at++;
        }
        text.append(field.charAt(at));
      }
      throw malformed();
    }

    private void skipBlanks() {
      while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
        at++;
      }
    }

    private static ClientError.BadRequest malformed() {
      return new ClientError.BadRequest("A header field with attributes is malformed.\n");
    }
  }
}

package net.brim.engine.cgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.brim.engine.http.MalformedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The meta-variables of one request (RFC 3875, section 4.1), of which only those are kept that a
 * request is made of.
 *
 * <p>Text holds one character for each byte (ISO 8859-1). A variable that is there but empty is as
 * good as none, as the RFC says. A web server may well repeat a header field; any other variable
 * that comes twice could be read in two ways and is refused.
 */
public final class CgiVariables {

  private static final String FIELD = "HTTP_";

  private static final Set<String> READ =
      Set.of(
          "CONTENT_LENGTH",
          "CONTENT_TYPE",
          "HTTPS",
          "PATH_INFO",
          "QUERY_STRING",
          "REMOTE_ADDR",
          "REMOTE_PORT",
          "REMOTE_USER",
          "REQUEST_METHOD",
          "REQUEST_SCHEME",
          "REQUEST_URI",
          "SCGI",
          "SCRIPT_NAME",
          "SERVER_ADDR",
          "SERVER_NAME",
          "SERVER_PORT",
          "SERVER_PROTOCOL");

  /**
   * A header field.
   *
   * @param name as it stands behind {@code HTTP_}
   */
  record Field(String name, String value) {

    /** The same for all names that mean the same field. */
    String key() {
      return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
  }

  private final Map<String, String> values = new HashMap<>();
  private final List<Field> fields = new ArrayList<>();

  /** Adds the next variable. */
  public void add(String name, String value) throws MalformedRequest {
    checkName(name);
    if (name.startsWith(FIELD)) {
      fields.add(new Field(name.substring(FIELD.length()), value));
    } else if (READ.contains(name)) {
      checkValue(name, value);
      if (values.put(name, value) != null) {
        throw malformed("The variable " + name + " comes twice.");
      }
    }
  }

  /** The value of a variable, null where there is none or an empty one. */
  public @Nullable String get(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The header fields in their order. */
  List<Field> fields() {
    return fields;
  }

  private static void checkName(String name) throws MalformedRequest {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || c == '=') {
        throw malformed("The name of a variable has a character that it may not have.");
      }
    }
    if (name.isEmpty()) {
      throw malformed("A variable has no name.");
    }
  }

  /** The parts of a path come decoded, so any byte but NUL may be in them. */
  private static void checkValue(String name, String value) throws MalformedRequest {
    boolean decoded = name.equals("PATH_INFO") || name.equals("SCRIPT_NAME");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || (!decoded && (c < ' ' || c == 0x7f))) {
        throw malformed("The variable " + name + " has a control character.");
      }
    }
  }
}

package net.brim.engine.cgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.brim.api.Headers;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.SingleFields;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request as meta-variables carry them (RFC 3875, section 4.1.18): {@code
 * HTTP_USER_AGENT} is {@code User-Agent}.
 */
final class CgiFields implements Headers {

  /**
   * Those that the web server has dealt with, that were between it and the client alone, or that
   * come as a variable of their own. An {@code HTTP_PROXY} is taken for a proxy's address by
   * careless programs (httpoxy), and no client has reason to send a {@code Proxy}.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "CONNECTION",
          "CONTENT_LENGTH",
          "CONTENT_TYPE",
          "EXPECT",
          "KEEP_ALIVE",
          "PROXY",
          "PROXY_CONNECTION",
          "TE",
          "TRAILER",
          "TRANSFER_ENCODING",
          "UPGRADE");

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private CgiFields() {}

  static CgiFields of(CgiVariables variables, HttpSettings limits) throws MalformedRequest {
    var fields = new CgiFields();
    fields.add("Content-Type", agreed(variables, "CONTENT_TYPE"));
    fields.add("Content-Length", agreed(variables, "CONTENT_LENGTH"));
    for (CgiVariables.Field field : variables.fields()) {
      String value = checked(field);
      if (!LEFT_OUT.contains(field.key())) {
        fields.add(nameOf(field.name()), value);
      }
    }
    fields.limit(limits);
    fields.refuseRepeated();
    return fields;
  }

  /**
   * What comes as a variable, as a header field, or as both, for some web servers pass on all
   * fields; null where it does not come.
   */
  static @Nullable String agreed(CgiVariables variables, String name) throws MalformedRequest {
    String value = variables.get(name);
    for (CgiVariables.Field field : variables.fields()) {
      if (field.key().equals(name) && !field.value().isEmpty()) {
        String other = strip(field.value());
        if (value != null && !value.equals(other)) {
          throw malformed("The variables " + name + " and HTTP_" + name + " differ.");
        }
        value = other;
      }
    }
    return value;
  }

  private void add(String name, @Nullable String value) {
    if (value != null) {
      names.add(name);
      values.add(value);
    }
  }

  private static String checked(CgiVariables.Field field) throws MalformedRequest {
    if (!Tokens.isToken(field.name())) {
      throw malformed("The name of a header field has a character that it may not have.");
    }
    String value = field.value();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw malformed("A header value has a control character.");
      }
    }
    return strip(value);
  }

  private static String strip(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Such as {@code X-Forwarded-For} for {@code X_FORWARDED_FOR}. */
  static String nameOf(String variable) {
    char[] name = variable.toCharArray();
    boolean first = true;
    for (int i = 0; i < name.length; i++) {
      char c = name[i];
      name[i] = c == '_' ? '-' : first ? upper(c) : lower(c);
      first = c == '_' || c == '-';
    }
    return new String(name);
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }

  private void limit(HttpSettings limits) throws MalformedRequest {
    if (size() > limits.maxHeaders()) {
      throw new MalformedRequest(
          Status.HEADER_FIELDS_TOO_LARGE,
          "There are more than " + limits.maxHeaders() + " header fields.");
    }
    long length = 0;
    for (int i = 0; i < size(); i++) {
      length += name(i).length() + value(i).length() + 4; // as the lines that they were
    }
    if (length > limits.maxHeaderSize()) {
      throw new MalformedRequest(
          Status.HEADER_FIELDS_TOO_LARGE,
          "The header fields are longer than " + limits.maxHeaderSize() + " bytes.");
    }
  }

  private void refuseRepeated() throws MalformedRequest {
    String repeated = all("Host").size() > 1 ? "Host" : SingleFields.repeated(this);
    if (repeated != null) {
      throw malformed("There is more than one " + repeated + " field.");
    }
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public String name(int index) {
    return names.get(index);
  }

  @Override
  public String value(int index) {
    return values.get(index);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}

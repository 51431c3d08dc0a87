package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import java.util.Locale;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.Target;
import org.jspecify.annotations.Nullable;

/**
 * Tells the four forms of a request target apart and holds them against method and Host (RFC 9112,
 * section 3.2).
 */
final class TargetForm {

  private TargetForm() {}

  static Target read(String method, String text, @Nullable String host) throws MalformedRequest {
    if (host != null && !isAuthority(host)) {
      throw malformed("The Host field is not a host with an optional port.");
    }
    if (method.equals("CONNECT")) {
      return authorityForm(text);
    }
    if (text.charAt(0) == '/') {
      return parse(text);
    }
    if (text.equals("*")) {
      return asteriskForm(method);
    }
    return absoluteForm(text, host);
  }

  private static Target authorityForm(String text) throws MalformedRequest {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || colon == text.length() - 1 || !isAuthority(text)) {
      throw malformed("The target of CONNECT must be a host and a port.");
    }
    return new Target(text, text, null);
  }

  private static Target asteriskForm(String method) throws MalformedRequest {
    if (!method.equals("OPTIONS")) {
      throw malformed("Only OPTIONS may have the target *.");
    }
    return new Target("*", "*", null);
  }

  private static Target absoluteForm(String text, @Nullable String host) throws MalformedRequest {
    String lower = text.toLowerCase(Locale.ROOT);
    int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    if (start < 0) {
      throw malformed("The request target must begin with a slash.");
    }
    int end = start;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    String authority = text.substring(start, end);
    if (authority.isEmpty() || !isAuthority(authority)) {
      throw malformed("The authority of the request target is not a host with an optional port.");
    }
    if (host != null && !authority.equalsIgnoreCase(host)) {
      throw malformed("The request target and the Host field name different hosts.");
    }
    String rest = text.substring(end);
    Target origin = parse(rest.startsWith("/") ? rest : "/" + rest);
    return new Target(text, origin.path(), origin.query());
  }

  private static Target parse(String text) throws MalformedRequest {
    try {
      return Target.of(text);
    } catch (IllegalArgumentException e) {
      throw malformed("The path of the request target has a malformed percent escape.");
    }
  }

  /**
   * Whether it is uri-host with an optional port (RFC 3986, section 3.2): a name, an IPv4 address
   * or one in brackets.
   */
  private static boolean isAuthority(String text) {
    int end = text.startsWith("[") ? endOfBrackets(text) : endOfName(text);
    if (end == text.length()) {
      return true;
    }
    return end >= 0 && text.charAt(end) == ':' && isPort(text, end + 1);
  }

  private static int endOfName(String text) {
    int i = 0;
    while (i < text.length() && isNameChar(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean isNameChar(String text, int i) {
    char c = text.charAt(i);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      return true;
    }
    if (c == '%') {
      return isHex(text, i + 1) && isHex(text, i + 2);
    }
    return "-._~!$&'()*+,;=".indexOf(c) >= 0;
  }

  private static int endOfBrackets(String text) {
    int close = text.indexOf(']');
    for (int i = 1; i < close; i++) {
      if (!isHex(text, i) && ":.vV".indexOf(text.charAt(i)) < 0) {
        return -1;
      }
    }
    return close > 1 ? close + 1 : -1;
  }

  private static boolean isPort(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() - start <= 5;
  }

  private static boolean isHex(String text, int i) {
    return i < text.length() && Character.digit(text.charAt(i), 16) >= 0;
  }
}

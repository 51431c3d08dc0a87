package net.brim.engine.http;

import static net.brim.engine.http.MalformedRequest.malformed;

import org.jspecify.annotations.Nullable;

/**
 * Tells the four forms of a request target apart and holds them against method and Host (RFC 9112,
 * section 3.2).
 */
public final class TargetForm {

  private TargetForm() {}

  /**
   * Reads a target that is not empty.
   *
   * @param host the Host field, null where there is none
   * @throws MalformedRequest where the target fits no form, or not the method or the host
   */
  public static Target read(String method, String text, @Nullable String host)
      throws MalformedRequest {
    if (host != null) {
      checkHost(host);
    }
    return readBeside(host, method, text);
  }

  /**
   * Refuses a Host field that is neither empty nor a host with an optional port.
   *
   * @throws MalformedRequest in that case
   */
  public static void checkHost(String host) throws MalformedRequest {
    if (!host.isEmpty() && !Authority.isValid(host)) {
      throw malformed("The Host field is not a host with an optional port.");
    }
  }

  /**
   * Reads a target as {@link #read} does, beside a Host field that {@link #checkHost} has passed.
   *
   * @throws MalformedRequest where the target fits no form, or not the method or the host
   */
  public static Target readBeside(@Nullable String host, String method, String text)
      throws MalformedRequest {
    if (method.equals("CONNECT")) {
      return authorityForm(text, host);
    }
    if (text.charAt(0) == '/') {
      return parse(text);
    }
    if (text.equals("*")) {
      return asteriskForm(method);
    }
    return absoluteForm(text, host);
  }

  /** Older clients leave the port out of the Host field, which names the same host even so. */
  private static Target authorityForm(String text, @Nullable String host) throws MalformedRequest {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || colon == text.length() - 1 || !Authority.isValid(text)) {
      throw malformed("The target of CONNECT must be a host and a port.");
    }
    if (host != null
        && !text.equalsIgnoreCase(host)
        && !text.substring(0, colon).equalsIgnoreCase(host)) {
      throw contradiction();
    }
    return new Target(text, text, null, text);
  }

  private static Target asteriskForm(String method) throws MalformedRequest {
    if (!method.equals("OPTIONS")) {
      throw malformed("Only OPTIONS may have the target *.");
    }
    return new Target("*", "*", null);
  }

  private static Target absoluteForm(String text, @Nullable String host) throws MalformedRequest {
    int start = begins(text, "http://") ? 7 : begins(text, "https://") ? 8 : -1;
    if (start < 0) {
      throw malformed("The request target must begin with a slash.");
    }
    int end = start;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    String authority = text.substring(start, end);
    if (!Authority.isValid(authority)) {
      throw malformed("The authority of the request target is not a host with an optional port.");
    }
    if (host != null && !authority.equalsIgnoreCase(host)) {
      throw contradiction();
    }
    String rest = text.substring(end);
    Target origin = parse(rest.startsWith("/") ? rest : "/" + rest);
    return new Target(text, origin.path(), origin.query(), authority);
  }

  private static boolean begins(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static MalformedRequest contradiction() {
    return malformed("The request target and the Host field name different hosts.");
  }

  private static Target parse(String text) throws MalformedRequest {
    try {
      return Target.of(text);
    } catch (IllegalArgumentException e) {
      throw malformed("The request target has a malformed percent escape, or one of NUL.");
    }
  }
}

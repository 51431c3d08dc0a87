package net.brim.engine.http;

import java.util.Locale;
import java.util.Set;

/**
 * Names of fields that a trailer must not have: those that frame, route, authorize or qualify a
 * message, which must be known before its body (RFC 9110, section 6.5.1).
 */
public final class TrailerNames {

  private static final Set<String> FORBIDDEN =
      Set.of(
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "cookie",
          "expect",
          "forwarded",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "keep-alive",
          "max-forwards",
          "origin",
          "pragma",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-real-ip",
          "x-txn");

  private static final String FORWARDED = "x-forwarded-";

  private TrailerNames() {}

  /** Whether a field of that name is refused in a trailer. */
  public static boolean isForbidden(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return FORBIDDEN.contains(lower)
        || lower.startsWith(FORWARDED)
        || (name.indexOf('_') >= 0 && CgiNames.isTrusted(name));
  }
}

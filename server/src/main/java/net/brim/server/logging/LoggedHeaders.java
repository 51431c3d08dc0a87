package net.brim.server.logging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import net.brim.api.Headers;
import net.brim.api.Request;
import org.jspecify.annotations.Nullable;

/** The header fields of a request that request logs have columns for, found in one pass. */
final class LoggedHeaders {

  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "x-auth-token", "cookie");
  private static final String BASIC = "Basic ";

  final @Nullable String referer;
  final @Nullable String userAgent;
  final @Nullable String authToken;
  private final @Nullable String authorization;

  LoggedHeaders(@Nullable Request request) {
    String foundReferer = null;
    String foundUserAgent = null;
    String foundAuthToken = null;
    String foundAuthorization = null;
    if (request != null) {
      Headers headers = request.headers();
      for (int i = headers.size() - 1; i >= 0; i--) {
        String name = headers.name(i);
        // Few fields have a name of these lengths, so most are not compared at all.
        switch (name.length()) {
          case 7 -> foundReferer = pick(name, "referer", headers, i, foundReferer);
          case 10 -> foundUserAgent = pick(name, "user-agent", headers, i, foundUserAgent);
          case 12 -> foundAuthToken = pick(name, "x-auth-token", headers, i, foundAuthToken);
          case 13 ->
              foundAuthorization = pick(name, "authorization", headers, i, foundAuthorization);
          default -> {}
        }
      }
    }
    referer = foundReferer;
    userAgent = foundUserAgent;
    authToken = foundAuthToken;
    authorization = foundAuthorization;
  }

  /** The user of a Basic {@code Authorization}, one character for each byte; null without one. */
  @Nullable String basicUser() {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String credentials = new String(decoded, StandardCharsets.ISO_8859_1);
      int colon = credentials.indexOf(':');
      return colon < 0 ? null : credentials.substring(0, colon);
    } catch (IllegalArgumentException e) {
      return null; // Anyone may send anything there.
    }
  }

  /** Whether the value of that field lets its reader act as someone else. */
  static boolean secret(String name) {
    return SECRET.contains(name.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String pick(
      String name, String wanted, Headers headers, int index, @Nullable String otherwise) {
    return name.equalsIgnoreCase(wanted) ? headers.value(index) : otherwise;
  }
}

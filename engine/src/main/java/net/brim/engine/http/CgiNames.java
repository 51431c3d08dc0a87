package net.brim.engine.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Names of fields as apps behind CGI, SCGI and FastCGI see them: there, a dash becomes an
 * underscore, so that {@code X_Real_IP} and {@code X-Real-IP} are the same variable (RFC 3875,
 * section 4.1.18).
 *
 * <p>A proxy that sets or removes the one does not know of the other. So a name with an underscore
 * is refused where it would pass for a field that an app trusts, or for another of the same
 * request.
 */
public final class CgiNames {

  /** How fields begin that frame the message, or that proxies vouch for. */
  private static final List<String> TRUSTED_PREFIXES =
      List.of(
          "content-",
          "proxy-",
          "remote-",
          "sec-",
          "ssl-",
          "transfer-",
          "x-auth",
          "x-client-",
          "x-forwarded-",
          "x-http-method",
          "x-original-",
          "x-real-",
          "x-remote-",
          "x-rewrite-",
          "x-ssl-");

  private static final Set<String> TRUSTED =
      Set.of(
          "cf-connecting-ip",
          "keep-alive",
          "max-forwards",
          "true-client-ip",
          "x-cluster-client-ip",
          "x-csrf-token",
          "x-method-override",
          "x-requested-with",
          "x-txn");

  private CgiNames() {}

  /** The first name that would pass for another field there; null where there is none. */
  public static @Nullable String disguised(Headers fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (name.indexOf('_') >= 0 && (isTrusted(name) || isTaken(fields, name))) {
        return name;
      }
    }
    return null;
  }

  /** Whether a name with underscores would pass for a field that apps trust. */
  public static boolean isTrusted(String name) {
    String plain = plain(name);
    return TRUSTED.contains(plain) || TRUSTED_PREFIXES.stream().anyMatch(plain::startsWith);
  }

  private static boolean isTaken(Headers fields, String name) {
    String plain = plain(name);
    for (int i = 0; i < fields.size(); i++) {
      String other = fields.name(i);
      if (!other.equalsIgnoreCase(name) && plain(other).equals(plain)) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import java.util.Locale;
import java.util.Set;
import net.brim.api.HeaderList;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.CgiNames;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;

/** The trailer fields of one request, line by line (RFC 9112, section 7.1.2). */
final class Trailers {

  /**
   * Fields that frame, route, authorize or qualify a message, which must be known before its body
   * (RFC 9110, section 6.5.1).
   */
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

  private final HttpSettings limits;
  private HeaderList fields = HeaderList.of();
  private int size;

  Trailers(HttpSettings limits) {
    this.limits = limits;
  }

  /** Those that have come. */
  HeaderList fields() {
    return fields;
  }

  /** Counts one byte of a line that has begun. */
  void count() throws MalformedRequest {
    if (++size > limits.maxHeaderSize()) {
      throw tooLarge("The trailer fields are longer than " + limits.maxHeaderSize() + " bytes.");
    }
  }

  /** Adds a line. */
  void add(String line) throws MalformedRequest {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    if (colon <= 0 || !Tokens.isToken(name)) {
      throw malformed("A trailer line does not begin with a name and a colon.");
    }
    if (isForbidden(name)) {
      throw malformed("The field " + name + " is not allowed in a trailer.");
    }
    if (fields.size() == limits.maxHeaders()) {
      throw tooLarge("There are more than " + limits.maxHeaders() + " trailer fields.");
    }
    fields = fields.with(name, line.substring(colon + 1).strip());
  }

  private static boolean isForbidden(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return FORBIDDEN.contains(lower)
        || lower.startsWith(FORWARDED)
        || (name.indexOf('_') >= 0 && CgiNames.isTrusted(name));
  }

  private static MalformedRequest tooLarge(String reason) {
    return new MalformedRequest(Status.HEADER_FIELDS_TOO_LARGE, reason);
  }
}

package net.brim.engine.http2;

import static net.brim.engine.http.MalformedRequest.malformed;

import net.brim.api.Headers;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.Authority;
import net.brim.engine.http.CgiNames;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.Target;
import net.brim.engine.http.TargetForm;
import net.brim.engine.http.TrailerNames;
import org.jspecify.annotations.Nullable;

/**
 * Makes request heads and trailers of field sections, strict to RFC 9113, section 8.
 *
 * <p>What breaks the rules of HTTP/2 itself is a {@link BrokenHead} and ends the stream by a reset;
 * what any version of HTTP refuses is a {@link MalformedRequest} and gets a response.
 */
final class HeadReader {

  private static final int MAX_LENGTH_DIGITS = 18;

  /** What a field costs beside its name and value: as much as on the lines of HTTP/1. */
  static final int FIELD_OVERHEAD = 4;

  private final FieldSection section;
  private final HttpSettings limits;
  private final Fields.Builder fields = new Fields.Builder();
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String path;
  private @Nullable String authority;
  private @Nullable String protocol;
  private @Nullable String host;
  private long length = -1;
  private boolean expectContinue;
  private boolean underscored;
  private int cookie = -1;

  /** The values of all cookie fields, where there are several (RFC 9113, section 8.2.3). */
  private @Nullable StringBuilder crumbs;

  private int size;

  /** A bit for each field seen that may come once only. */
  private int seen;

  /** What was found wrong first, of all that gets a response. */
  private @Nullable MalformedRequest refusal;

  private HeadReader(FieldSection section, HttpSettings limits) {
    this.section = section;
    this.limits = limits;
  }

  /**
   * Reads the head of a request.
   *
   * @param ended whether no body follows
   */
  static RequestHead head(FieldSection section, boolean ended, HttpSettings limits)
      throws BrokenHead, MalformedRequest {
    return new HeadReader(section, limits).head(ended);
  }

  /** Reads what comes behind a body. */
  static Headers trailers(FieldSection section, HttpSettings limits)
      throws BrokenHead, MalformedRequest {
    return new HeadReader(section, limits).trailers();
  }

  private RequestHead head(boolean ended) throws BrokenHead, MalformedRequest {
    int regular = pseudoFields();
    requirePseudoFields();
    String host = authority;
    if (host != null) {
      fields.add("host", host);
    }
    for (int i = regular; i < section.size(); i++) {
      field(section.name(i), section.value(i));
    }
    if (crumbs != null) {
      fields.set(cookie, crumbs.toString());
    }
    if (protocol != null && length >= 0) {
      throw new BrokenHead("CONNECT with a content-length");
    }
    if (ended && length > 0) {
      throw new BrokenHead("a content-length, and no content");
    }
    limit();
    Fields all = fields.build();
    Target target = target();
    refuseDisguised(all);
    if (refusal != null) {
      throw refusal;
    }
    return new RequestHead(
        present(method),
        present(scheme),
        target,
        all,
        ended ? 0 : length,
        expectContinue && !ended,
        protocol);
  }

  private Headers trailers() throws BrokenHead, MalformedRequest {
    for (int i = 0; i < section.size(); i++) {
      String name = section.name(i);
      checkName(name);
      checkValue(name, section.value(i));
      if (TrailerNames.isForbidden(name)) {
        refuse(malformed("The field " + name + " is not allowed in a trailer."));
      }
      count(name, section.value(i));
      fields.add(name, section.value(i));
    }
    limit();
    if (refusal != null) {
      throw refusal;
    }
    return fields.build();
  }

  // --- pseudo-header fields ---

  /** Takes the pseudo-header fields, which come first; returns where they end. */
  private int pseudoFields() throws BrokenHead {
    int i = 0;
    for (; i < section.size() && section.name(i).startsWith(":"); i++) {
      String value = section.value(i);
      switch (section.name(i)) {
        case ":method" -> method = once(method, ":method", value);
        case ":scheme" -> scheme = once(scheme, ":scheme", value);
        case ":path" -> path = once(path, ":path", value);
        case ":authority" -> authority = once(authority, ":authority", value);
        case ":protocol" -> protocol = once(protocol, ":protocol", value);
        default -> throw new BrokenHead("an unknown pseudo-header field");
      }
    }
    return i;
  }

  private static String once(@Nullable String before, String name, String value) throws BrokenHead {
    if (before != null) {
      throw new BrokenHead(name + " twice");
    }
    checkValue(name, value);
    return value;
  }

  private void requirePseudoFields() throws BrokenHead, MalformedRequest {
    if (method == null || !Tokens.isToken(method)) {
      throw new BrokenHead("no :method, or one that is no token");
    }
    boolean connect = method.equals("CONNECT");
    if (connect && protocol == null) {
      if (scheme != null || path != null || authority == null) {
        throw new BrokenHead("CONNECT with :scheme or :path, or without :authority");
      }
      throw new MalformedRequest(Status.NOT_IMPLEMENTED, "There is no proxy here: no CONNECT.");
    }
    if (scheme == null || path == null || path.isEmpty()) {
      throw new BrokenHead("no :scheme, or no :path");
    }
    if (protocol != null) {
      if (!connect) {
        throw new BrokenHead(":protocol without CONNECT");
      }
      if (!protocol.equalsIgnoreCase("websocket")) {
        throw new MalformedRequest(
            Status.NOT_IMPLEMENTED, "CONNECT is for the protocol websocket only.");
      }
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      refuse(malformed("The scheme must be http or https."));
    }
  }

  private Target target() throws MalformedRequest {
    String text = present(path);
    if (text.length() > limits.maxRequestLine()) {
      throw new MalformedRequest(
          Status.URI_TOO_LONG,
          "The request target is longer than " + limits.maxRequestLine() + " bytes.");
    }
    if (authority != null && host != null && !authority.equalsIgnoreCase(host)) {
      throw malformed(":authority and the Host field name different hosts.");
    }
    String named = authority == null ? host : authority;
    if (named == null || !Authority.isValid(named)) {
      throw malformed("The request needs an authority: a host with an optional port.");
    }
    if (!text.startsWith("/") && !text.equals("*")) {
      throw malformed("The path must begin with a slash.");
    }
    return TargetForm.read(protocol == null ? present(method) : "GET", text, named);
  }

  // --- regular fields ---

  private void field(String name, String value) throws BrokenHead {
    checkName(name);
    checkValue(name, value);
    count(name, value);
    switch (name) {
      case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
          throw new BrokenHead("the field " + name + ", which HTTP/2 does not have");
      case "te" -> {
        if (!value.equalsIgnoreCase("trailers")) {
          throw new BrokenHead("te is not trailers");
        }
      }
      case "host" -> {
        if (host != null) {
          throw new BrokenHead("host twice");
        }
        host = value;
        if (authority != null) {
          return; // It has its place already.
        }
      }
      case "content-length" -> length = length(value);
      case "expect" -> expect(value);
      case "cookie" -> {
        if (cookie >= 0) {
          crumb(value);
          return;
        }
        cookie = fields.size();
      }
      default -> refuseSecond(name);
    }
    fields.add(name, value);
  }

  private void crumb(String value) {
    if (crumbs == null) {
      crumbs = new StringBuilder(fields.value(cookie));
    }
    crumbs.append("; ").append(value);
  }

  private long length(String value) throws BrokenHead {
    if (length >= 0 || value.isEmpty() || value.length() > MAX_LENGTH_DIGITS) {
      throw new BrokenHead("content-length twice, or not a number of bytes");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        throw new BrokenHead("content-length is not a number of bytes");
      }
    }
    return Long.parseLong(value);
  }

  private void expect(String value) {
    if (!value.equalsIgnoreCase("100-continue")) {
      refuse(new MalformedRequest(Status.EXPECTATION_FAILED, "Only 100-continue can be expected."));
    }
    expectContinue = true;
  }

  /** As in HTTP/1: two readers might take different ones (RFC 9110, section 5.3). */
  private void refuseSecond(String name) {
    int bit =
        switch (name) {
          case "authorization" -> 1;
          case "content-range" -> 1 << 1;
          case "content-type" -> 1 << 2;
          case "if-modified-since" -> 1 << 3;
          case "if-range" -> 1 << 4;
          case "if-unmodified-since" -> 1 << 5;
          case "max-forwards" -> 1 << 6;
          case "origin" -> 1 << 7;
          case "proxy-authorization" -> 1 << 8;
          case "range" -> 1 << 9;
          default -> 0;
        };
    if ((seen & bit) != 0) {
      refuse(malformed("There is more than one " + name + " field."));
    }
    seen |= bit;
  }

  private void checkName(String name) throws BrokenHead {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c >= 'A' && c <= 'Z') || !Tokens.isTokenChar(c)) {
        throw new BrokenHead(
            c == ':' && i == 0
                ? "a pseudo-header field behind others, or in a trailer"
                : "a name with a character that no name has");
      }
      underscored |= c == '_';
    }
    if (name.isEmpty()) {
      throw new BrokenHead("an empty name");
    }
  }

  private static void checkValue(String name, String value) throws BrokenHead {
    int end = value.length();
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new BrokenHead("a control character in the value of " + name);
      }
    }
    if (end > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(end - 1)))) {
      throw new BrokenHead("white space around the value of " + name);
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void refuseDisguised(Fields all) {
    String disguised = underscored ? CgiNames.disguised(all) : null;
    if (disguised != null) {
      refuse(malformed("The field " + disguised + " would pass for another behind CGI."));
    }
  }

  // --- limits ---

  private void count(String name, String value) {
    size += name.length() + value.length() + FIELD_OVERHEAD;
  }

  private void limit() {
    if (fields.size() > limits.maxHeaders()) {
      refuse(tooLarge("There are more than " + limits.maxHeaders() + " header fields."));
    }
    if (size > limits.maxHeaderSize()) {
      refuse(tooLarge("The header fields are longer than " + limits.maxHeaderSize() + " bytes."));
    }
  }

  private static MalformedRequest tooLarge(String reason) {
    return new MalformedRequest(Status.HEADER_FIELDS_TOO_LARGE, reason);
  }

  private void refuse(MalformedRequest why) {
    if (refusal == null) {
      refusal = why;
    }
  }

  private static String present(@Nullable String checked) {
    if (checked == null) {
      throw new IllegalStateException("a pseudo-header field was not checked");
    }
    return checked;
  }
}

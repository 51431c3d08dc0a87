package net.brim.engine.http1;

import static net.brim.engine.http1.Bytes.CR;
import static net.brim.engine.http1.Bytes.LF;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.brim.api.Status;
import net.brim.engine.http.CgiNames;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.Target;
import net.brim.engine.http.TargetForm;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads, strict to RFC 9112: what could be read in two ways is refused.
 *
 * <pre>
 *   request-line = method SP request-target SP HTTP-version CRLF        (section 3)
 *   field-line   = field-name ":" OWS field-value OWS CRLF              (section 5)
 *   head         = request-line *field-line CRLF
 * </pre>
 */
final class HeadReader {

  private static final String[] COMMON_METHODS = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"
  };

  private final LineReader in;
  private final HttpSettings limits;

  /** Start and end of each name and value, four ints a field; kept from head to head. */
  private int[] places = new int[4 * 16];

  private int fieldCount;
  private Framing framing = new Framing();
  private final Singletons singletons = new Singletons();
  private boolean underscored;
  private String validHost = "";

  HeadReader(ByteSource source, HttpSettings limits) {
    this.in = new LineReader(source);
    this.limits = limits;
  }

  /** Waits for the first byte of a head; false where the client has sent its last request. */
  boolean begin() throws IOException {
    return in.begin();
  }

  /**
   * Reads one head, of which the first byte has arrived.
   *
   * @throws MalformedRequest with the status to answer
   */
  RequestHead read() throws IOException {
    fieldCount = 0;
    framing = new Framing();
    singletons.begin();
    underscored = false;
    skipEmptyLine();
    int methodStart = in.offset();
    int methodEnd = token(methodStart);
    int targetEnd = target(methodEnd + 1, methodStart);
    int minorVersion = version(methodStart);
    fields(in.offset(), minorVersion);
    byte[] head = in.finish();
    var fields = new HeadFields(head, Arrays.copyOf(places, 4 * fieldCount));
    if (underscored) {
      refuseDisguises(fields);
    }
    String method = method(head, methodStart, methodEnd);
    Target target = TargetForm.readBeside(host(head), method, text(head, methodEnd + 1, targetEnd));
    return new RequestHead(
        method,
        target,
        minorVersion,
        fields,
        framing.contentLength(),
        framing.keepAlive(minorVersion) && !method.equals("CONNECT"),
        framing.expectContinue(minorVersion));
  }

  /** As a rule the one that the request before named, which is known to be one. */
  private @Nullable String host(byte[] head) throws MalformedRequest {
    String host = framing.host(head, validHost);
    if (host != null && !host.equals(validHost)) {
      TargetForm.checkHost(host);
      validHost = host;
    }
    return host;
  }

  private static void refuseDisguises(HeadFields fields) throws MalformedRequest {
    String disguised = CgiNames.disguised(fields);
    if (disguised != null) {
      throw malformed("The header name " + disguised + " could pass for one with dashes.");
    }
  }

  /**
   * One empty line before a request is forgiven: some clients send it after a body (section 2.2).
   */
  private void skipEmptyLine() throws IOException {
    if (in.peek() == CR) {
      in.next();
      if (in.next() != LF) {
        throw noMethod();
      }
    }
  }

  /** Passes a method and the space behind it; returns where the method ends. */
  private int token(int start) throws IOException {
    in.pass(Bytes.TOKEN, start + limits.maxRequestLine());
    limitLine(start);
    int end = in.offset();
    if (end == start || in.next() != ' ') {
      throw noMethod();
    }
    return end;
  }

  /** Passes a target and the space behind it; returns where the target ends. */
  private int target(int start, int lineStart) throws IOException {
    in.pass(Bytes.TARGET, lineStart + limits.maxRequestLine());
    limitLine(lineStart);
    int end = in.offset();
    if (end == start || in.next() != ' ') {
      throw malformed("The request target is missing or has a character that must be escaped.");
    }
    return end;
  }

  private static MalformedRequest noMethod() {
    return malformed("The request line does not begin with a method and a space.");
  }

  private void limitLine(int start) throws MalformedRequest {
    if (in.offset() - start > limits.maxRequestLine()) {
      throw new MalformedRequest(
          Status.URI_TOO_LONG,
          "The request line is longer than " + limits.maxRequestLine() + " bytes.");
    }
  }

  /** Passes the version and the end of the line; returns the minor version. */
  private int version(int lineStart) throws IOException {
    for (char c : VERSION_START) {
      if (in.next() != c) {
        throw malformed("The request line does not end with HTTP/1.1 or HTTP/1.0.");
      }
    }
    byte major = in.next();
    byte dot = in.next();
    byte minor = in.next();
    if (!Bytes.isDigit(major) || dot != '.' || !Bytes.isDigit(minor) || in.next() != CR) {
      throw malformed("The request line does not end with HTTP/1.1 or HTTP/1.0.");
    }
    limitLine(lineStart + 1); // without the CR
    in.lineFeed();
    if (major != '1') {
      throw new MalformedRequest(
          Status.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
    }
    return minor == '0' ? 0 : 1;
  }

  private static final char[] VERSION_START = "HTTP/".toCharArray();

  private void fields(int start, int minorVersion) throws IOException {
    while (in.peek() != CR) {
      field(start);
    }
    in.next();
    in.lineFeed();
    framing.check(minorVersion);
  }

  private void field(int start) throws IOException {
    if (fieldCount == limits.maxHeaders()) {
      throw tooLarge("There are more than " + limits.maxHeaders() + " header fields.");
    }
    int most = start + limits.maxHeaderSize();
    int nameStart = in.offset();
    passName(most);
    limitFields(most);
    int nameEnd = in.offset();
    if (nameEnd == nameStart || in.next() != ':') {
      throw malformed("A header line does not begin with a name and a colon.");
    }
    in.pass(Bytes.BLANK, most);
    int valueStart = in.offset();
    in.pass(Bytes.VALUE, most);
    limitFields(most);
    int valueEnd = in.offset();
    if (in.next() != CR) {
      throw malformed("A header value has a control character.");
    }
    in.lineFeed();
    limitFields(most);
    while (valueEnd > valueStart && Bytes.is(in.at(valueEnd - 1), Bytes.BLANK)) {
      valueEnd--;
    }
    place(nameStart, nameEnd, valueStart, valueEnd);
    framing.field(in, nameStart, nameEnd, valueStart, valueEnd);
    singletons.field(in, nameStart, nameEnd);
  }

  /** Takes the characters of a name, and notes an underscore among them. */
  private void passName(int most) throws IOException {
    in.pass(Bytes.NAME, most);
    if (in.offset() <= most && in.peek() == '_') {
      underscored = true;
      in.pass(Bytes.TOKEN, most);
    }
  }

  private void limitFields(int most) throws MalformedRequest {
    if (in.offset() > most) {
      throw tooLarge("The header fields are longer than " + limits.maxHeaderSize() + " bytes.");
    }
  }

  private void place(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int at = 4 * fieldCount++;
    if (at == places.length) {
      places = Arrays.copyOf(places, 2 * at);
    }
    places[at] = nameStart;
    places[at + 1] = nameEnd;
    places[at + 2] = valueStart;
    places[at + 3] = valueEnd;
  }

  private static String method(byte[] head, int start, int end) {
    for (String common : COMMON_METHODS) {
      if (matches(head, start, end, common)) {
        return common;
      }
    }
    return text(head, start, end);
  }

  private static boolean matches(byte[] head, int start, int end, String method) {
    if (end - start != method.length()) {
      return false;
    }
    for (int i = 0; i < method.length(); i++) {
      if (head[start + i] != method.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] head, int start, int end) {
    return new String(head, start, end - start, StandardCharsets.ISO_8859_1);
  }

  static MalformedRequest malformed(String reason) {
    return MalformedRequest.malformed(reason);
  }

  private static MalformedRequest tooLarge(String reason) {
    return new MalformedRequest(Status.HEADER_FIELDS_TOO_LARGE, reason);
  }
}

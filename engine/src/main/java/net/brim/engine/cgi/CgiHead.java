package net.brim.engine.cgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import net.brim.api.Headers;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.Authority;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.Target;
import net.brim.engine.http.TargetForm;
import org.jspecify.annotations.Nullable;

/**
 * What meta-variables say of a request (RFC 3875, section 4.1), held to the same rules as a head of
 * HTTP/1.
 *
 * <p>The web server before us is believed by nature: whom it names as the client is the client.
 *
 * @param host that the client asked for, null where that is not known
 * @param contentLength of the body in bytes, -1 where it is not known
 * @param remote the client; null where the web server does not name it by an IP address
 * @param local where the web server was reached; null where it does not say
 * @param user whom the web server has authenticated; null for nobody
 */
public record CgiHead(
    String method,
    Target target,
    String protocol,
    String scheme,
    @Nullable String host,
    Headers fields,
    long contentLength,
    @Nullable InetSocketAddress remote,
    @Nullable InetSocketAddress local,
    @Nullable String user) {

  private static final int MAX_LENGTH_DIGITS = 18;

  /** What variables take that say nothing of the request, such as {@code DOCUMENT_ROOT}. */
  private static final int OTHERS = 16 * 1024;

  /** In how many variables the target may come: whole, in parts, decoded, as a file. */
  private static final int TARGET_COPIES = 6;

  /** How many bytes all variables together may have: beyond it, no request is within the limits. */
  public static int mostBytes(HttpSettings limits) {
    long most =
        (long) limits.maxHeaderSize() + (long) TARGET_COPIES * limits.maxRequestLine() + OTHERS;
    return (int) Math.min(most, Integer.MAX_VALUE / 2);
  }

  /** The refusal of variables that are longer. */
  public static MalformedRequest tooLong(HttpSettings limits) {
    return new MalformedRequest(
        Status.HEADER_FIELDS_TOO_LARGE,
        "The variables of the request are longer than " + mostBytes(limits) + " bytes.");
  }

  /**
   * Reads the variables of one request.
   *
   * @throws MalformedRequest with the status to answer
   */
  public static CgiHead of(CgiVariables variables, HttpSettings limits) throws MalformedRequest {
    String method = method(variables);
    String text = target(variables);
    String protocol = protocol(variables);
    if (method.length() + text.length() + protocol.length() + 2 > limits.maxRequestLine()) {
      throw new MalformedRequest(
          Status.URI_TOO_LONG,
          "The request line is longer than " + limits.maxRequestLine() + " bytes.");
    }
    CgiFields fields = CgiFields.of(variables, limits);
    Target target = TargetForm.read(method, text, fields.get("Host"));
    String scheme = scheme(variables);
    return new CgiHead(
        method,
        target,
        protocol,
        scheme,
        host(target, fields, variables, scheme),
        fields,
        contentLength(variables),
        address(variables, "REMOTE_ADDR", "REMOTE_PORT"),
        address(variables, "SERVER_ADDR", "SERVER_PORT"),
        variables.get("REMOTE_USER"));
  }

  private static String method(CgiVariables variables) throws MalformedRequest {
    String method = variables.get("REQUEST_METHOD");
    if (method == null || !Tokens.isToken(method)) {
      throw malformed("The variable REQUEST_METHOD is missing or no method.");
    }
    return method;
  }

  /** As the client sent it where the web server says; else its parts, which come decoded. */
  private static String target(CgiVariables variables) throws MalformedRequest {
    String uri = variables.get("REQUEST_URI");
    if (uri != null) {
      requireVisible("REQUEST_URI", uri);
      return uri;
    }
    String script = variables.get("SCRIPT_NAME");
    String info = variables.get("PATH_INFO");
    String query = variables.get("QUERY_STRING");
    if (script == null && info == null) {
      throw malformed("The variables have neither REQUEST_URI nor SCRIPT_NAME nor PATH_INFO.");
    }
    if (query != null) {
      requireVisible("QUERY_STRING", query);
    }
    String path = CgiPath.encode((script == null ? "" : script) + (info == null ? "" : info));
    return query == null ? path : path + "?" + query;
  }

  private static void requireVisible(String name, String value) throws MalformedRequest {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        throw malformed("The variable " + name + " has a character that must be escaped.");
      }
    }
  }

  private static String protocol(CgiVariables variables) throws MalformedRequest {
    String protocol = variables.get("SERVER_PROTOCOL");
    if (protocol == null) {
      return "HTTP/1.0"; // the least that a client speaks
    }
    boolean known = protocol.startsWith("HTTP/") && protocol.length() <= 8;
    for (int i = 5; i < protocol.length(); i++) {
      char c = protocol.charAt(i);
      known &= i == 6 ? c == '.' : c >= '0' && c <= '9';
    }
    if (!known || protocol.length() == 5 || protocol.length() == 7) {
      throw malformed("The variable SERVER_PROTOCOL is no version of HTTP.");
    }
    return protocol;
  }

  private static String scheme(CgiVariables variables) throws MalformedRequest {
    String https = variables.get("HTTPS");
    String scheme = variables.get("REQUEST_SCHEME");
    if (https != null && (https.equalsIgnoreCase("on") || https.equals("1"))) {
      return "https";
    }
    if (scheme == null) {
      return "http";
    }
    String lower = scheme.toLowerCase(Locale.ROOT);
    if (!lower.equals("http") && !lower.equals("https")) {
      throw malformed("The variable REQUEST_SCHEME is neither http nor https.");
    }
    return lower;
  }

  private static @Nullable String host(
      Target target, Headers fields, CgiVariables variables, String scheme)
      throws MalformedRequest {
    if (target.authority() != null) {
      return target.authority();
    }
    String field = fields.get("Host", "");
    if (!field.isEmpty()) {
      return field;
    }
    String name = variables.get("SERVER_NAME");
    if (name == null || !Authority.isValid(name)) {
      return null;
    }
    int port = port(variables, "SERVER_PORT");
    boolean usual = port == 0 || port == (scheme.equals("https") ? 443 : 80);
    return usual || name.lastIndexOf(':') > name.lastIndexOf(']') ? name : name + ":" + port;
  }

  private static long contentLength(CgiVariables variables) throws MalformedRequest {
    String length = CgiFields.agreed(variables, "CONTENT_LENGTH");
    if (length == null) {
      return -1;
    }
    if (length.length() > MAX_LENGTH_DIGITS || !isNumber(length)) {
      throw malformed("The variable CONTENT_LENGTH is not a number of bytes.");
    }
    return Long.parseLong(length);
  }

  private static @Nullable InetSocketAddress address(
      CgiVariables variables, String addressName, String portName) throws MalformedRequest {
    int port = port(variables, portName);
    String address = variables.get(addressName);
    if (address == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException e) {
      return null; // Behind another proxy it may well be the path of a socket.
    }
  }

  /** A port, 0 where there is none. */
  private static int port(CgiVariables variables, String name) throws MalformedRequest {
    String text = variables.get(name);
    if (text == null) {
      return 0;
    }
    int port = text.length() > 5 || !isNumber(text) ? -1 : Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw malformed("The variable " + name + " is no port.");
    }
    return port;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}

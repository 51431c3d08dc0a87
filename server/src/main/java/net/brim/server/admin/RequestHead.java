package net.brim.server.admin;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the head of a request, as strictly as HTTP allows: there are no bodies here, and nothing is
 * guessed.
 *
 * <pre>
 *   GET /ready HTTP/1.1 CRLF
 *   Host: example CRLF
 *   CRLF
 * </pre>
 */
final class RequestHead {

  /** The most bytes of a head. */
  static final int LONGEST = 8192;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") (\\S+) HTTP/([0-9])\\.([0-9])");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern ABSOLUTE = Pattern.compile("http://[^/?#]+(/[^#]*|\\?[^#]*|)");

  /** What has been read. */
  sealed interface Outcome {

    /** The head has not come to its end yet. */
    record Incomplete() implements Outcome {}

    /** A whole head; {@code path} is as the client wrote it, without a query. */
    record Request(String method, String path) implements Outcome {}

    /** No head that is answered otherwise. */
    record Refused(Status status) implements Outcome {}
  }

  private RequestHead() {}

  /** Reads what a client has sent so far. */
  static Outcome read(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (hasBareLineEnd(end < 0 ? text : text.substring(0, end + 4))) {
      return refused(Status.BAD_REQUEST);
    }
    if (end >= 0) {
      return whole(text.substring(0, end).split("\r\n", -1));
    }
    return length < LONGEST ? new Outcome.Incomplete() : refused(Status.HEAD_TOO_LARGE);
  }

  private static boolean hasBareLineEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' && (i == 0 || text.charAt(i - 1) != '\r')) {
        return true;
      }
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) != '\n') {
        return true;
      }
    }
    return false;
  }

  private static Outcome whole(String[] lines) {
    Matcher request = REQUEST_LINE.matcher(lines[0]);
    if (!request.matches()) {
      return refused(Status.BAD_REQUEST);
    }
    if (!request.group(3).equals("1")) {
      return refused(Status.VERSION_NOT_SUPPORTED);
    }
    int hosts = 0;
    for (int i = 1; i < lines.length; i++) {
      Matcher field = FIELD.matcher(lines[i]);
      if (!field.matches() || announcesContent(lines[i], field.group(1))) {
        return refused(Status.BAD_REQUEST);
      }
      hosts += field.group(1).equalsIgnoreCase("Host") ? 1 : 0;
    }
    boolean mayLackHost = request.group(4).equals("0");
    if (hosts > 1 || (hosts == 0 && !mayLackHost)) {
      return refused(Status.BAD_REQUEST);
    }
    return target(request.group(1), request.group(2));
  }

  private static boolean announcesContent(String line, String name) {
    return name.equalsIgnoreCase("Transfer-Encoding")
        || (name.equalsIgnoreCase("Content-Length")
            && !line.substring(name.length() + 1).strip().equals("0"));
  }

  private static Outcome target(String method, String target) {
    String path = target;
    Matcher absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      path = absolute.group(1);
    } else if (!target.startsWith("/")) {
      return refused(Status.BAD_REQUEST);
    }
    int query = path.indexOf('?');
    return new Outcome.Request(method, query < 0 ? path : path.substring(0, query));
  }

  private static Outcome refused(Status status) {
    return new Outcome.Refused(status);
  }
}

package net.brim.server.logging;

import net.brim.api.Request;
import net.brim.engine.http.CompletedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The combined log format that web servers share.
 *
 * <pre>
 *   client - user [20/Nov/2026:10:11:12 +0000] "GET /a?b HTTP/1.1" 200 13 "referer" "user agent"
 * </pre>
 *
 * <p>Within quotes, a quote and a backslash follow a backslash, and every byte that is not
 * printable ASCII is {@code \xXX}.
 */
final class CombinedFormat implements RequestFormat {

  @Override
  public void append(
      LineBuffer line, CompletedRequest completed, Timestamps.Second now, int millis) {
    Request request = completed.request();
    var fields = new LoggedHeaders(request);
    AddressText.append(line, completed.clientAddress());
    line.ascii(" - ");
    user(line, request, fields);
    line.ascii(" [").raw(now.combined).ascii("] ");
    requestLine(line, request);
    line.raw(' ').number(completed.status()).raw(' ');
    if (completed.bytesOut() == 0) {
      line.raw('-');
    } else {
      line.number(completed.bytesOut());
    }
    quoted(line.raw(' '), fields.referer);
    quoted(line.raw(' '), fields.userAgent);
  }

  /** One word, whatever the name has in it. */
  private static void user(LineBuffer line, @Nullable Request request, LoggedHeaders fields) {
    if (request != null && request.user() != null) {
      PercentQuoting.text(line, request.user());
    } else {
      PercentQuoting.bytes(line, fields.basicUser());
    }
  }

  private static void requestLine(LineBuffer line, @Nullable Request request) {
    if (request == null) {
      quoted(line, null);
      return;
    }
    line.raw('"');
    escaped(line, request.method());
    escaped(line.raw(' '), request.target());
    escaped(line.raw(' '), request.protocol());
    line.raw('"');
  }

  private static void quoted(LineBuffer line, @Nullable String value) {
    line.raw('"');
    escaped(line, value == null || value.isEmpty() ? "-" : value);
    line.raw('"');
  }

  private static void escaped(LineBuffer line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.raw('\\').raw(c);
      } else if (c >= ' ' && c <= '~') {
        line.raw(c);
      } else {
        line.ascii("\\x").hex(c);
      }
    }
  }
}

package net.brim.server.logging;

import net.brim.api.Headers;
import net.brim.api.Request;
import net.brim.engine.http.CompletedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Brim's own request log: words separated by single blanks, {@code -} for what is absent.
 *
 * <pre>
 *   client remote-address auth-token remote-user time
 *   method path?query protocol status bytes-out bytes-in
 *   referer user-agent txn seconds disconnect user source
 *   [words of logInfo …] [headers: Name:value …]
 * </pre>
 */
final class BrimFormat implements RequestFormat {

  private static final long NANOS_PER_UNIT = 10_000;
  private static final int UNITS_PER_SECOND = 100_000;

  private final boolean headers;
  private final boolean authTokens;

  BrimFormat(boolean headers, boolean authTokens) {
    this.headers = headers;
    this.authTokens = authTokens;
  }

  @Override
  public void append(
      LineBuffer line, CompletedRequest completed, Timestamps.Second now, int millis) {
    Request request = completed.request();
    var fields = new LoggedHeaders(request);
    AddressText.append(line, completed.clientAddress());
    AddressText.append(line.raw(' '), completed.remoteAddress());
    PercentQuoting.bytes(line.raw(' '), authTokens ? fields.authToken : null);
    PercentQuoting.bytes(line.raw(' '), fields.basicUser());
    line.raw(' ').raw(now.compact);
    target(line, request);
    line.raw(' ').number(completed.status());
    line.raw(' ').number(completed.bytesOut());
    line.raw(' ').number(completed.bytesIn());
    PercentQuoting.bytes(line.raw(' '), fields.referer);
    PercentQuoting.bytes(line.raw(' '), fields.userAgent);
    PercentQuoting.text(line.raw(' '), request == null ? null : request.txn());
    seconds(line.raw(' '), completed.nanos());
    line.raw(' ').ascii(completed.disconnected() ? "disconnect" : "-");
    PercentQuoting.text(line.raw(' '), request == null ? null : request.user());
    PercentQuoting.text(line.raw(' '), completed.source());
    if (request != null) {
      extras(line, request);
    }
  }

  private static void target(LineBuffer line, @Nullable Request request) {
    if (request == null) {
      line.ascii(" - - -");
      return;
    }
    PercentQuoting.text(line.raw(' '), request.method());
    PercentQuoting.text(line.raw(' '), request.path());
    String query = request.query();
    if (query != null) {
      PercentQuoting.query(line.raw('?'), query);
    }
    PercentQuoting.text(line.raw(' '), request.protocol());
  }

  /** Five decimals, rounded. */
  static void seconds(LineBuffer line, long nanos) {
    long units = (nanos + NANOS_PER_UNIT / 2) / NANOS_PER_UNIT;
    line.number(units / UNITS_PER_SECOND).raw('.').padded(units % UNITS_PER_SECOND, 5);
  }

  private void extras(LineBuffer line, Request request) {
    for (String word : request.logInfo()) {
      PercentQuoting.text(line.raw(' '), word);
    }
    if (headers) {
      line.ascii(" headers:");
      Headers sent = request.headers();
      for (int i = 0; i < sent.size(); i++) {
        String name = sent.name(i);
        PercentQuoting.bytes(line.raw(' '), name);
        boolean shown = authTokens || !LoggedHeaders.secret(name);
        PercentQuoting.bytes(line.raw(':'), shown ? sent.value(i) : null);
      }
    }
  }
}

package net.brim.server.logging;

import java.util.List;
import net.brim.api.Headers;
import net.brim.api.Request;
import net.brim.engine.http.CompletedRequest;

/**
 * One JSON object for each request; what is absent is left out.
 *
 * <pre>
 *   {"time":"2026-11-20T10:11:12.123Z","client":…,"remote_address":…,"auth_token":…,"remote_user":…,
 *    "method":…,"path":…,"query":…,"protocol":…,"status":200,"bytes_out":13,"bytes_in":0,
 *    "referer":…,"user_agent":…,"txn":…,"seconds":0.00012,"disconnect":true,"user":…,"source":…,
 *    "log_info":[…],"headers":[["Name","value"],…]}
 * </pre>
 */
final class JsonFormat implements RequestFormat {

  private final boolean headers;
  private final boolean authTokens;

  JsonFormat(boolean headers, boolean authTokens) {
    this.headers = headers;
    this.authTokens = authTokens;
  }

  @Override
  public void append(
      LineBuffer line, CompletedRequest completed, Timestamps.Second now, int millis) {
    Request request = completed.request();
    var fields = new LoggedHeaders(request);
    var json = new JsonLine(line);
    line.ascii("{\"time\":\"").raw(now.iso).raw('.').padded(millis, 3).ascii("Z\"");
    json.address("client", completed.clientAddress());
    json.address("remote_address", completed.remoteAddress());
    json.bytes("auth_token", authTokens ? fields.authToken : null);
    json.bytes("remote_user", fields.basicUser());
    if (request != null) {
      json.text("method", request.method());
      json.text("path", request.path());
      json.text("query", request.query());
      json.text("protocol", request.protocol());
    }
    json.number("status", completed.status());
    json.number("bytes_out", completed.bytesOut());
    json.number("bytes_in", completed.bytesIn());
    json.bytes("referer", fields.referer);
    json.bytes("user_agent", fields.userAgent);
    json.text("txn", request == null ? null : request.txn());
    json.name("seconds");
    BrimFormat.seconds(line, completed.nanos());
    if (completed.disconnected()) {
      json.name("disconnect");
      line.ascii("true");
    }
    json.text("user", request == null ? null : request.user());
    json.text("source", completed.source());
    if (request != null) {
      extras(json, line, request);
    }
    line.raw('}');
  }

  private void extras(JsonLine json, LineBuffer line, Request request) {
    List<String> words = request.logInfo();
    if (!words.isEmpty()) {
      json.name("log_info");
      char before = '[';
      for (String word : words) {
        line.raw(before);
        json.string(word);
        before = ',';
      }
      line.raw(']');
    }
    if (headers) {
      json.name("headers");
      fields(json, line.raw('['), request.headers());
      line.raw(']');
    }
  }

  private void fields(JsonLine json, LineBuffer line, Headers sent) {
    for (int i = 0; i < sent.size(); i++) {
      String name = sent.name(i);
      line.ascii(i == 0 ? "[" : ",[");
      json.string(name);
      line.raw(',');
      json.string(
          authTokens || !LoggedHeaders.secret(name) ? JsonLine.decoded(sent.value(i)) : "-");
      line.raw(']');
    }
  }
}

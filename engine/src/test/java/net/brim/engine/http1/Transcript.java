package net.brim.engine.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;

/** What a whole connection was read as: a line for each request, and how it ended. */
record Transcript(List<String> lines) {

  static Transcript of(ByteSource source, HttpSettings limits) {
    var lines = new ArrayList<String>();
    var reader = new HeadReader(source, limits);
    try {
      while (reader.begin()) {
        RequestHead head = reader.read();
        lines.add(describe(head));
        try (RequestBody body = head.body(source, limits, null)) {
          byte[] content = body.readAllBytes();
          lines.add("body " + new String(content, StandardCharsets.ISO_8859_1));
          body.trailers().forEach((name, value) -> lines.add("trailer " + name + "=" + value));
        }
      }
      lines.add("end");
    } catch (MalformedRequest e) {
      lines.add(e.status().code() + " " + e.getMessage());
    } catch (ClientGoneException e) {
      lines.add("incomplete");
    } catch (IOException e) {
      lines.add("unexpected " + e);
    }
    return new Transcript(lines);
  }

  /** What a connection under the usual limits is read as; line feeds stand for CR LF. */
  static List<String> read(String wire) {
    return read(wire, HttpSettings.DEFAULT);
  }

  static List<String> read(String wire, HttpSettings limits) {
    return of(Pieces.whole(wire.replace("\n", "\r\n")), limits).lines();
  }

  /** Fails the test where the connection does not end with that refusal. */
  static void assertRefused(int status, String wire) {
    assertRefused(status, wire, HttpSettings.DEFAULT);
  }

  static void assertRefused(int status, String wire, HttpSettings limits) {
    String last = read(wire, limits).getLast();
    assertTrue(last.startsWith(status + " "), () -> "expected " + status + ": " + last);
  }

  String last() {
    return lines.getLast();
  }

  private static String describe(RequestHead head) {
    var text = new StringBuilder();
    text.append(head.method())
        .append(' ')
        .append(head.target().text())
        .append(" path=")
        .append(head.target().path())
        .append(" query=")
        .append(head.target().query())
        .append(" authority=")
        .append(head.target().authority())
        .append(' ')
        .append(head.protocol());
    head.fields()
        .forEach((name, value) -> text.append(" |").append(name).append('=').append(value));
    return text.append(" length=")
        .append(head.contentLength())
        .append(head.keepAlive() ? " keep-alive" : " close")
        .append(head.expectContinue() ? " expect" : "")
        .toString();
  }
}

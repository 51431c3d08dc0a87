package net.brim.engine.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
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
        try (RequestBody body = RequestBody.of(head, source, limits, null)) {
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

  String last() {
    return lines.getLast();
  }

  private static String describe(RequestHead head) {
    var text = new StringBuilder();
    text.append(head.method())
        .append(' ')
        .append(head.target())
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

package net.brim.engine.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.Headers;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;

/**
 * What a reader of HTTP/1 made of the bytes of one connection.
 *
 * @param requests those that were read whole
 * @param stopped why no more came; empty where the bytes ended with the last request
 */
record Reading(List<One> requests, String stopped) {

  /** Why reading stopped where bytes are missing. */
  static final String INCOMPLETE = "incomplete";

  /** Likewise, where an empty line is all that came behind the last request. */
  static final String EMPTY_LINE = "an empty line behind the last request";

  /**
   * One request.
   *
   * @param fields each as name and value
   * @param trailers likewise
   */
  record One(
      String method, String target, List<String> fields, String body, List<String> trailers) {}

  /** Our own reader's. */
  static Reading ours(byte[] wire, HttpSettings limits) {
    var requests = new ArrayList<One>();
    Pieces source = Pieces.of(wire, wire.length + 1);
    var reader = new HeadReader(source, limits);
    try {
      while (reader.begin()) {
        RequestHead head = reader.read();
        try (RequestBody body = head.body(source, limits, null)) {
          String content = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
          requests.add(
              new One(
                  head.method(),
                  head.target().text(),
                  fields(head.fields()),
                  content,
                  fields(body.trailers())));
        }
      }
      return new Reading(requests, "");
    } catch (MalformedRequest e) {
      return new Reading(requests, e.getMessage());
    } catch (IOException e) {
      return new Reading(requests, isEmptyLine(source) ? EMPTY_LINE : INCOMPLETE);
    }
  }

  private static boolean isEmptyLine(Pieces source) {
    int length = source.limit() - source.position();
    byte[] array = source.array();
    return length > 0
        && length <= 2
        && array[source.position()] == Bytes.CR
        && (length == 1 || array[source.position() + 1] == Bytes.LF);
  }

  private static List<String> fields(Headers headers) {
    var fields = new ArrayList<String>();
    headers.forEach((name, value) -> fields.add(name + "=" + value));
    return fields;
  }
}

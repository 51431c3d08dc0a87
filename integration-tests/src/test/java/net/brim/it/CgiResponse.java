package net.brim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What a web server is given as the response to one request, read strictly. */
record CgiResponse(String status, List<String> fields, String body) {

  /** Reads a whole response, one character for each byte. */
  static CgiResponse of(byte[] bytes) {
    return of(new String(bytes, ISO_8859_1));
  }

  static CgiResponse of(String text) {
    int end = text.indexOf("\r\n\r\n");
    assertTrue(end >= 0, () -> "no head in '" + text + "'");
    List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
    assertTrue(lines.getFirst().startsWith("Status: "), text);
    return new CgiResponse(
        lines.getFirst().substring("Status: ".length()),
        lines.subList(1, lines.size()),
        text.substring(end + 4));
  }

  int code() {
    return Integer.parseInt(status.substring(0, 3));
  }

  /** The body, where the length that the head announces is its own. */
  String whole() {
    for (String field : fields) {
      if (field.startsWith("Content-Length: ")) {
        assertEquals("Content-Length: " + body.length(), field);
      }
    }
    return body;
  }
}

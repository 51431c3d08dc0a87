package net.brim.server.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A response, after which the connection ends. */
record Reply(Status status, String type, String content) {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /** The form that every recipient of a date has to accept. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** One line of text. */
  static Reply text(Status status, String line) {
    return new Reply(status, TEXT, line + "\n");
  }

  /** With the text of the status itself. */
  static Reply of(Status status) {
    return text(status, status.line());
  }

  static Reply json(String content) {
    return new Reply(Status.OK, JSON, content + "\n");
  }

  /**
   * As it goes to the client.
   *
   * @param headOnly for HEAD, which gets the fields of the content without it
   */
  byte[] bytes(boolean headOnly, Instant now) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s"
                .formatted(
                    status.line(),
                    DATE.format(now),
                    type,
                    body.length,
                    status == Status.METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "")
            + "Cache-Control: no-store\r\nConnection: close\r\n\r\n";
    return (head + (headOnly ? "" : content)).getBytes(StandardCharsets.UTF_8);
  }
}

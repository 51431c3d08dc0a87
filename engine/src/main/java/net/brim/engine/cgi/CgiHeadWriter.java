package net.brim.engine.cgi;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import net.brim.api.HeaderList;
import net.brim.api.Response;

/**
 * Writes the heads of responses to a web server (RFC 3875, section 6).
 *
 * <p>The web server frames the message for its client, dates it and names itself, so what an app
 * says of framing is left out, and {@code Date} and {@code Server} go out only where an app sets
 * them. An app's {@code Status} is left out too: it would speak for the other.
 */
final class CgiHeadWriter {

  private static final Set<String> LEFT_OUT =
      Set.of("connection", "content-length", "keep-alive", "status", "transfer-encoding");

  private CgiHeadWriter() {}

  /**
   * The bytes of a head.
   *
   * @param length announced as that of the body; -1 for no such announcement
   */
  static byte[] write(Response response, long length) {
    var head = new StringBuilder(256);
    head.append("Status: ").append(response.status()).append("\r\n");
    HeaderList fields = response.headers();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
        head.append(name).append(": ").append(fields.value(i)).append("\r\n");
      }
    }
    if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

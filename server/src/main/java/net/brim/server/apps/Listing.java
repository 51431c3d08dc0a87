package net.brim.server.apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.brim.api.Response;
import net.brim.api.Status;

/**
 * The page that lists a directory. Names are bytes that anyone may have chosen: links have them
 * percent-encoded, and text has them escaped, with what is no printable UTF-8 replaced.
 */
final class Listing {

  /** More names make no page that anyone reads, and would keep others waiting. */
  private static final int MOST = 5000;

  private static final String END =
      """
      </ul>
      </body>
      </html>
      """;

  private Listing() {}

  static Response of(UrlPath path, OpenedFile directory, boolean dotFiles) throws IOException {
    List<OpenedFile.Entry> entries = directory.entries(dotFiles, MOST + 1);
    return Response.of(Status.OK)
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'")
        .header("Cache-Control", "no-cache")
        .text("text/html; charset=utf-8", page(path, entries));
  }

  private static String page(UrlPath path, List<OpenedFile.Entry> entries) {
    String name = path.bytes().length == 0 ? "/" : "/" + text(path.bytes()) + "/";
    var page = new StringBuilder(4096);
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        </head>
        <body>
        <h1>%1$s</h1>
        <ul>
        """
            .formatted(name));
    if (path.bytes().length > 0) {
      page.append("<li><a href=\"../\">../</a>\n");
    }
    entries.stream()
        .limit(MOST)
        .sorted((one, other) ->
            one.directory() == other.directory()
                ? Arrays.compareUnsigned(one.name(), other.name())
                : one.directory() ? -1 : 1)
        .forEach(entry -> append(page, entry));
    if (entries.size() > MOST) {
      page.append("<li>and more: only ").append(MOST).append(" are shown\n");
    }
    return page.append(END).toString();
  }

  /** The dot at the front keeps a name from being taken for anything else than one. */
  private static void append(StringBuilder page, OpenedFile.Entry entry) {
    byte[] name = entry.name();
    String slash = entry.directory() ? "/" : "";
    page.append("<li><a href=\"./")
        .append(UrlPath.encode(name, 0, name.length))
        .append(slash)
        .append("\"><bdi>")
        .append(text(name))
        .append(slash)
        .append("</bdi></a>\n");
  }

  private static String text(byte[] name) {
    String decoded = new String(name, StandardCharsets.UTF_8);
    var text = new StringBuilder(decoded.length());
    decoded.codePoints().forEach(c -> appendText(text, c));
    return text.toString();
  }

  private static void appendText(StringBuilder text, int c) {
    switch (c) {
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '&' -> text.append("&amp;");
      case '"' -> text.append("&quot;");
      case '\'' -> text.append("&#39;");
      default -> text.appendCodePoint(isShown(c) ? c : 0xfffd);
    }
  }

  /** Neither a control character nor one that turns the direction of what follows. */
  private static boolean isShown(int c) {
    int kind = Character.getType(c);
    return kind != Character.CONTROL
        && kind != Character.FORMAT
        && kind != Character.LINE_SEPARATOR
        && kind != Character.PARAGRAPH_SEPARATOR
        && kind != Character.SURROGATE;
  }
}

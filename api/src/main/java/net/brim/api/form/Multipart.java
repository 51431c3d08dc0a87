package net.brim.api.form;

import java.io.IOException;
import java.io.InputStream;
import net.brim.api.ClientError;
import net.brim.api.HeaderList;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart body (RFC 2046, section 5.1; RFC 7578 for forms), one after the other as
 * they arrive: none is held in memory.
 *
 * <pre>{@code
 * Multipart form = Forms.multipart(request);
 * for (Part part; (part = form.next()) != null; ) {
 *   if (part.name().equals("file")) {
 *     Files.copy(part.body(), path);
 *   }
 * }
 * }</pre>
 *
 * <p>A body that breaks off or is malformed ends the request with 400, one beyond a limit with 413.
 * Not for several threads at a time.
 */
public final class Multipart {

  private static final int MAX_BOUNDARY = 70;
  private static final String BOUNDARY_PUNCTUATION = "'()+_,-./:=? ";

  private final DelimitedInput input;
  private final FormLimits limits;
  private final boolean isForm;
  private @Nullable Part current;
  private int parts;
  private boolean ended;

  private Multipart(DelimitedInput input, FormLimits limits, boolean isForm) {
    this.input = input;
    this.limits = limits;
    this.isForm = isForm;
  }

  /**
   * The parts of any multipart body: also of a part that is one itself. {@link Forms#multipart} is
   * for a request.
   *
   * @param contentType with the boundary; one that is not multipart is answered with 415
   * @param body to read; it is not closed
   * @param limits for parts and header fields; for bytes, see {@link CappedInputStream}
   */
  public static Multipart of(String contentType, InputStream body, FormLimits limits) {
    HeaderAttributes type = HeaderAttributes.parse(contentType);
    if (!type.value().startsWith("multipart/")) {
      throw new ClientError.UnsupportedMediaType("The body must be multipart.\n");
    }
    String boundary = type.get("boundary");
    if (boundary == null || !isBoundary(boundary)) {
      throw new ClientError.BadRequest(
          "A multipart body needs a boundary of 1 to %d characters.\n".formatted(MAX_BOUNDARY));
    }
    return new Multipart(
        new DelimitedInput(body, boundary, limits.headBytes()),
        limits,
        type.value().equals("multipart/form-data"));
  }

  private static boolean isBoundary(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAlphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isAlphanumeric && BOUNDARY_PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_BOUNDARY && !text.endsWith(" ");
  }

  /**
   * Goes on to the next part; what is left of the one before is skipped.
   *
   * @return null behind the last part
   */
  public @Nullable Part next() throws IOException {
    if (ended) {
      return null;
    }
    if (current == null) {
      input.skipPreamble();
    } else {
      current.end();
      input.skipData();
    }
    ended = input.isLastDelimiter();
    if (ended) {
      current = null;
      return null;
    }
    if (parts == limits.parts()) {
      throw new ClientError.ContentTooLarge(
          "There may be no more than " + limits.parts() + " parts.\n");
    }
    parts++;
    HeaderList headers = PartHead.parse(input.head());
    current = Part.of(headers, input, isForm);
    return current;
  }
}

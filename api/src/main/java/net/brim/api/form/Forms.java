package net.brim.api.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import net.brim.api.ClientError;
import net.brim.api.QueryParser;
import net.brim.api.Request;

/** The forms that browsers send as the body of a request. */
public final class Forms {

  private static final String URL_ENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  private Forms() {}

  /**
   * Reads a form of short fields: {@code application/x-www-form-urlencoded}.
   *
   * @param limit in bytes; a longer body is answered with 413, another kind of body with 415
   */
  public static QueryParser urlEncoded(Request request, int limit) throws IOException {
    expect(URL_ENCODED, contentType(request));
    return QueryParser.of(new String(request.body(limit), StandardCharsets.UTF_8));
  }

  /** A form with files, {@code multipart/form-data}, within {@link FormLimits#DEFAULT}. */
  public static Multipart multipart(Request request) {
    return multipart(request, FormLimits.DEFAULT);
  }

  /** A form with files, {@code multipart/form-data}; another kind of body is answered with 415. */
  public static Multipart multipart(Request request, FormLimits limits) {
    String contentType = contentType(request);
    expect(MULTIPART, contentType);
    if (request.contentLength() > limits.bytes()) {
      throw new ClientError.ContentTooLarge(
          "The form may have no more than " + limits.bytes() + " bytes.\n");
    }
    InputStream body = request.body();
    return Multipart.of(
        contentType,
        limits.bytes() == Long.MAX_VALUE ? body : new CappedInputStream(body, limits.bytes()),
        limits);
  }

  private static String contentType(Request request) {
    return request.headers().get("Content-Type", "");
  }

  private static void expect(String expected, String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    if (!type.strip().equalsIgnoreCase(expected)) {
      throw new ClientError.UnsupportedMediaType("The body must be " + expected + ".\n");
    }
  }
}

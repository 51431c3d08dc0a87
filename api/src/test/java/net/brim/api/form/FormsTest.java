package net.brim.api.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import net.brim.api.ClientError.BadRequest;
import net.brim.api.ClientError.ContentTooLarge;
import net.brim.api.ClientError.UnsupportedMediaType;
import net.brim.api.HeaderList;
import net.brim.api.QueryParser;
import net.brim.api.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {

  /** A request with that body, of which the length is known or not. */
  private static Request post(String contentType, String body, boolean chunked) {
    byte[] bytes = body.getBytes(ISO_8859_1);
    HeaderList headers =
        contentType.isEmpty() ? HeaderList.of() : HeaderList.of("Content-Type", contentType);
    var answers =
        Map.<String, Object>of(
            "headers",
            headers,
            "contentLength",
            chunked ? -1L : (long) bytes.length,
            "body",
            new ByteArrayInputStream(bytes));
    return (Request)
        Proxy.newProxyInstance(
            Request.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (proxy, called, arguments) ->
                called.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, called, arguments)
                    : answers.get(called.getName()));
  }

  @Test
  void readsFormsOfFields() throws IOException {
    String type = "Application/x-www-form-urlencoded ; charset=UTF-8";
    QueryParser form = Forms.urlEncoded(post(type, "a=1+2&b=%C3%BC&a=3", false), 18);
    assertEquals("3", form.get("a"));
    assertEquals("ü", form.get("b"));
    Request tooLong = post(type, "a=1+2&b=%C3%BC&a=3", true);
    assertThrows(ContentTooLarge.class, () -> Forms.urlEncoded(tooLong, 17));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "multipart/mixed; boundary=b", "multipart/form-datax"})
  void otherBodiesAreRefused(String type) {
    Request request = post(type, "", false);
    assertThrows(UnsupportedMediaType.class, () -> Forms.urlEncoded(request, 10));
    assertThrows(UnsupportedMediaType.class, () -> Forms.multipart(request));
  }

  @Test
  void readsFormsOfParts() throws IOException {
    String body = MultipartTest.part("a", "x") + "--b--";
    Multipart form = Forms.multipart(post(MultipartTest.TYPE, body, false));
    Part part = form.next();
    assertNotNull(part);
    assertEquals("x", part.text(1));
  }

  @Test
  void aFormHasALimitWhetherItsLengthIsKnownOrNot() {
    String body = MultipartTest.part("a", "x".repeat(1000)) + "--b--";
    FormLimits limits = FormLimits.DEFAULT.bytes(body.length() - 1);
    Request known = post(MultipartTest.TYPE, body, false);
    assertThrows(ContentTooLarge.class, () -> Forms.multipart(known, limits));
    Request unknown = post(MultipartTest.TYPE, body, true);
    assertThrows(ContentTooLarge.class, () -> MultipartTest.read(Forms.multipart(unknown, limits)));
  }

  @Test
  void aFormWithoutABoundaryIsRefused() {
    Request request = post("multipart/form-data", "", false);
    assertThrows(BadRequest.class, () -> Forms.multipart(request));
  }
}

package net.brim.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.brim.server.admin.RequestHead.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

  /** Lines end where the text has a slash and an n. */
  private static Outcome read(String text) {
    byte[] bytes = text.replace("\\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return RequestHead.read(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /live HTTP/1.1\\nHost: a\\n\\n, GET, /live",
    "GET /live HTTP/1.0\\n\\n, GET, /live",
    "HEAD /ready?verbose=1 HTTP/1.1\\nHost:\\nX: é\t!\\n\\n, HEAD, /ready",
    "GET http://a:1/status?x HTTP/1.1\\nHost: a:1\\n\\n, GET, /status",
    "GET http://a HTTP/1.1\\nHost: a\\n\\n, GET, ''",
    "POST / HTTP/1.9\\nHost: a\\nContent-Length: 0\\n\\nrest, POST, /",
  })
  void isRead(String text, String method, String path) {
    assertEquals(new Outcome.Request(method, path), read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /live HTTP/1.1\\nHost: a\\n\\n",
        "GET /live\\n\\n",
        "GET /live HTTP/1.1\\n\\n",
        "GET /live HTTP/1.1 \\nHost: a\\n\\n",
        "get@ /live HTTP/1.1\\nHost: a\\n\\n",
        "\\nGET /live HTTP/1.1\\nHost: a\\n\\n",
        "GET /live HTTP/1.1\\nHost: a\\nHost: a\\n\\n",
        "GET /live HTTP/1.1\\nHost : a\\n\\n",
        "GET /live HTTP/1.1\\nHost: a\\n folded\\n\\n",
        "GET /live HTTP/1.1\\nHost: a\\nnothing\\n\\n",
        "GET /live HTTP/1.1\\nHost: a\u0000\\n\\n",
        "GET /live HTTP/1.1\\nHost: a\\nContent-Length: 1\\n\\nx",
        "GET /live HTTP/1.1\\nHost: a\\nTransfer-Encoding: chunked\\n\\n",
        "GET live HTTP/1.1\\nHost: a\\n\\n",
        "OPTIONS * HTTP/1.1\\nHost: a\\n\\n",
        "GET /live HTTP/1.1\n",
        "GET /live HTTP/1.1\rX",
        "\n",
      })
  void isRefused(String text) {
    assertEquals(new Outcome.Refused(Status.BAD_REQUEST), read(text));
  }

  @Test
  void anotherVersionIsNotSpoken() {
    assertEquals(
        new Outcome.Refused(Status.VERSION_NOT_SUPPORTED), read("PRI * HTTP/2.0\\n\\nSM\\n\\n"));
  }

  @Test
  void aPartIsWaitedOn() {
    String whole = "GET /live HTTP/1.1\r\nHost: a\r\n\r\n";
    for (int i = 0; i < whole.length(); i++) {
      assertEquals(new Outcome.Incomplete(), read(whole.substring(0, i)), "" + i);
    }
  }

  @Test
  void aHeadHasALimit() {
    String start = "GET /live HTTP/1.1\r\nHost: a\r\nX: ";
    String most = start + "x".repeat(RequestHead.LONGEST - start.length() - 4) + "\r\n\r\n";
    assertEquals(new Outcome.Request("GET", "/live"), read(most));
    assertEquals(
        new Outcome.Refused(Status.HEAD_TOO_LARGE), read(most.replace("\r\n\r\n", "xxxx")));
  }
}

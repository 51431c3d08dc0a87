package net.brim.engine.cgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request from an environment and a stream, one response to a stream. */
final class CgiTest {

  private static final String TEXT = "Content-Type: text/plain; charset=utf-8\r\n";

  private boolean whole;

  private String answer(HttpApp app, String environment, String body) {
    var out = new ByteArrayOutputStream();
    whole =
        HttpServer.builder(app)
            .answerCgi(
                environment.replace('|', '\0').getBytes(ISO_8859_1),
                new ByteArrayInputStream(body.getBytes(ISO_8859_1)),
                out);
    return out.toString(ISO_8859_1);
  }

  private static String get(String more) {
    return "REQUEST_METHOD=GET|REQUEST_URI=/a%20b?c|SERVER_PROTOCOL=HTTP/1.1|" + more;
  }

  @Test
  void answersARequest() {
    String response =
        answer(
            request ->
                Response.text(
                    String.join(
                        " ",
                        request.method(),
                        request.path(),
                        request.query(),
                        request.protocol(),
                        request.host(),
                        request.user(),
                        request.remoteAddress().toString(),
                        new String(request.body().readAllBytes(), ISO_8859_1))),
            "PATH=/bin|_=/x|BASH_FUNC_a%%=() { :; }|no equals||"
                + get(
                    "CONTENT_LENGTH=5|HTTP_HOST=h|REMOTE_USER=ann|REMOTE_ADDR=192.0.2.1"
                        + "|REMOTE_PORT=9|GATEWAY_INTERFACE=CGI/1.1|"),
            "hello, and more");
    assertEquals(
        "Status: 200 OK\r\n"
            + TEXT
            + "Content-Length: 44\r\n\r\nGET /a b c HTTP/1.1 h ann /192.0.2.1:9 hello",
        response);
    assertTrue(whole);
  }

  @Test
  void headsHaveWhatTheAppSaysButForFraming() {
    HttpApp app =
        request ->
            Response.of(Status.CREATED)
                .header("X-A", "1")
                .header("Status", "500 No")
                .header("Connection", "close")
                .header("Content-Length", "7")
                .header("Transfer-Encoding", "chunked")
                .header("Keep-Alive", "1")
                .header("Server", "mine")
                .header("X-A", "\u00e4");
    assertEquals(
        "Status: 201 Created\r\nX-A: 1\r\nServer: mine\r\nX-A: \u00e4\r\nContent-Length: 0\r\n\r\n",
        answer(app, get(""), ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void someResponsesHaveNoContent(int code) {
    String length = code == 205 ? "Content-Length: 0\r\n" : "";
    assertEquals(
        "Status: " + code + " X\r\n" + TEXT + length + "\r\n",
        answer(request -> Response.text("text").status(new Status(code, "X")), get(""), ""));
  }

  @Test
  void headGetsNoContent() {
    String head = "REQUEST_METHOD=HEAD|REQUEST_URI=/|";
    assertEquals(
        "Status: 200 OK\r\n" + TEXT + "Content-Length: 4\r\n\r\n",
        answer(request -> Response.text("text"), head, ""));
    assertEquals(
        "Status: 200 OK\r\n\r\n",
        answer(request -> Response.of(Status.OK).body(out -> out.write(1)), head, ""));
  }

  @Test
  void sendsFiles(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "0123456789");
    assertEquals(
        "Status: 200 OK\r\nContent-Length: 4\r\n\r\n3456",
        answer(request -> Response.of(Status.OK).body(file, 3, 4), get(""), ""));
    assertTrue(whole);
  }

  @Test
  void streamsAreNotFramed() {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.write('a');
                  out.flush();
                  out.write('b');
                });
    assertEquals("Status: 200 OK\r\n\r\nab", answer(app, get(""), ""));
    assertTrue(whole);
  }

  @Test
  void aBodyThatBreaksOffIsTold() {
    HttpApp app =
        request ->
            Response.of(Status.OK)
                .body(out -> {
                  out.write('a');
                  out.flush();
                  throw new IOException("broken");
                });
    assertEquals("Status: 200 OK\r\n\r\na", answer(app, get(""), ""));
    assertFalse(whole);
  }

  @Test
  void whatCannotBeReadIsRefused() {
    HttpApp app = request -> Response.text(request.body(9).length + "");
    assertTrue(answer(app, get("REQUEST_METHOD=GET|"), "").startsWith("Status: 400 Bad Request"));
    String many = get("HTTP_A=" + "a".repeat(200_000) + "|");
    assertTrue(answer(app, many, "").startsWith("Status: 431 "));
    assertTrue(answer(app, get("CONTENT_LENGTH=10|"), "0123456789").startsWith("Status: 413 "));
  }

  @Test
  void aBodyThatEndsEarlyGetsNoAnswer() {
    HttpApp app = request -> Response.text(request.body().readAllBytes().length + "");
    assertEquals("", answer(app, get("CONTENT_LENGTH=10|"), "012345678"));
    assertFalse(whole);
  }

  @Test
  void aWebServerThatHasGoneIsTold() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    byte[] environment = get("").replace('|', '\0').getBytes(ISO_8859_1);
    assertFalse(
        HttpServer.builder(request -> Response.text("x"))
            .answerCgi(environment, new ByteArrayInputStream(new byte[0]), broken));
  }
}

package net.brim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SCGI, byte for byte. */
class ScgiTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;
  private static int limited;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        protocol = scgi
        apps = workbench echo

        [http#limited]
        port = 8902
        protocol = scgi
        apps = workbench
        max_request_line = 100
        max_request_header_size = 500
        max_request_headers = 5
        max_request_body_size = 1k
        header_timeout = 700ms
        keepalive_timeout = 500ms
        timeout = 600ms

        [workbench]
        call = workbench.Workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 4m
        """
            .formatted(Workbench.classpath()));
    assertTrue(BRIMD.started().out().contains("[http] listening on scgi://"));
    port = BRIMD.port(8901);
    limited = BRIMD.port(8902);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  /** The variables of a request, {@code |} standing for NUL. */
  private static String head(String method, String target, int length) {
    return "CONTENT_LENGTH|%d|SCGI|1|REQUEST_METHOD|%s|REQUEST_URI|%s|SERVER_PROTOCOL|HTTP/1.1|"
        .formatted(length, method, target);
  }

  private static byte[] request(String head, byte[] body) {
    var request = new ByteArrayOutputStream();
    request.writeBytes((head.length() + ":").getBytes(ISO_8859_1));
    request.writeBytes(head.replace('|', '\0').getBytes(ISO_8859_1));
    request.write(',');
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static CgiResponse ask(int to, String head, byte[] body) throws IOException {
    try (RawClient client = RawClient.connect(to)) {
      client.trySend(request(head, body));
      return CgiResponse.of(client.rest());
    }
  }

  private static CgiResponse get(String target) throws IOException {
    return ask(port, head("GET", target, 0), new byte[0]);
  }

  @Test
  void aRequestIsWhatItsVariablesSay() throws IOException {
    CgiResponse response =
        ask(
            port,
            head("POST", "/request/a%20b?x=%41", 5)
                + "CONTENT_TYPE|text/plain|HTTP_HOST|example.org|HTTP_X_ONE|1|HTTP_PROXY|evil|"
                + "REMOTE_ADDR|203.0.113.9|REMOTE_PORT|4711|SERVER_ADDR|192.0.2.1|SERVER_PORT|443|"
                + "HTTPS|on|REMOTE_USER|ann|DOCUMENT_ROOT|/srv|",
            "hello".getBytes(ISO_8859_1));
    assertEquals("200 OK", response.status());
    assertEquals(
        """
        POST /request/a%20b?x=%41 HTTP/1.1
        path /request/a b
        query x=%41
        scheme https
        host example.org
        user ann
        length 5
        remote /203.0.113.9:4711
        local /192.0.2.1:443
        Content-Type: text/plain
        Content-Length: 5
        Host: example.org
        X-One: 1
        """,
        response.whole());
  }

  @Test
  void requestsInPiecesAreReadWhole() throws IOException {
    var fragments = new Fragments();
    for (int i = 0; i < 60; i++) {
      byte[] body = fragments.bytes(fragments.below(i % 10 == 0 ? 300_000 : 500));
      try (RawClient client = RawClient.connect(port)) {
        String more = "HTTP_X|" + "y".repeat(fragments.below(2000)) + "|";
        fragments.send(client, request(head("POST", "/echo", body.length) + more, body));
        CgiResponse response = CgiResponse.of(client.rest());
        assertEquals(200, response.code(), "request " + i);
        assertArrayEquals(body, response.whole().getBytes(ISO_8859_1), "request " + i);
      }
    }
  }

  @Test
  void largeBodiesGoBothWays() throws IOException {
    byte[] body = new Fragments().bytes(4_000_000);
    CgiResponse response = ask(port, head("POST", "/echo", body.length), body);
    assertArrayEquals(body, response.whole().getBytes(ISO_8859_1));
    assertEquals(9_000_000, get("/bytes/9000000").whole().length());
    assertEquals(5_000_000, get("/zeros/5000000").whole().length());
  }

  @Test
  void whatFollowsTheBodyIsNoRequest() throws IOException {
    byte[] second = request(head("GET", "/hello", 0), new byte[0]);
    CgiResponse response = ask(port, head("POST", "/length", 0), second);
    assertEquals("0\n", response.whole());
    byte[] unread = new byte[200_000];
    System.arraycopy(second, 0, unread, 0, second.length);
    assertEquals("ignored\n", ask(port, head("POST", "/ignore", 200_000), unread).whole());
  }

  @Test
  void responsesAreInTheFormOfCgi() throws IOException {
    CgiResponse hello = get("/hello");
    assertEquals("200 OK", hello.status());
    assertEquals(
        "[Content-Type: text/plain; charset=utf-8, Content-Length: 6]", hello.fields().toString());
    assertEquals("one,two", get("/chunks").whole());
    assertEquals("[]", get("/chunks").fields().toString());
    assertEquals("", get("/status/204").body());
    assertEquals("", get("/status/304").body());
    CgiResponse head = ask(port, head("HEAD", "/bytes/1000", 0), new byte[0]);
    assertEquals("", head.body());
    assertTrue(head.fields().contains("Content-Length: 1000"));
    assertEquals(404, get("/nothing").code());
    assertEquals(403, get("/refuse").code());
    assertEquals(500, get("/throw/x").code());
    assertEquals(500, get("/broken-writer/early").code());
  }

  @Test
  void aFileIsSent() throws IOException {
    var file = Files.writeString(BRIMD.file("file"), "0123456789".repeat(100_000));
    assertEquals(1_000_000, get("/file" + file).whole().length());
    assertEquals(500, get("/missing-file").code());
  }

  @Test
  void aBodyThatBreaksOffDoesNotEndWell() throws IOException {
    for (String target : new String[] {"/broken-writer/late", "/broken-stream/late"}) {
      try (RawClient client = RawClient.connect(port)) {
        client.send(request(head("GET", target, 0), new byte[0]));
        assertThrows(SocketException.class, client::rest, target);
      }
    }
  }

  /** A web server that saw both at once might take the part for the whole. */
  @Test
  void whatThereIsOfABrokenBodyComesWellBeforeTheReset() throws IOException {
    String part = "Status: 200 OK\r\n\r\nbegun";
    long start = System.nanoTime();
    try (RawClient client = RawClient.connect(port)) {
      client.send(request(head("GET", "/broken-writer/late", 0), new byte[0]));
      assertEquals(part, new String(client.exactly(part.length()), ISO_8859_1));
      assertThrows(SocketException.class, client::rest);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 1000, () -> "the reset came after " + millis + " ms");
  }

  @Test
  void malformedRequestsAreRefused() throws IOException {
    for (String wire :
        new String[] {
          "GET / HTTP/1.1\r\n\r\n",
          "00:,",
          "012:CONTENT_LENGTH,",
          "3:a|b,",
          new String(request(head("GET", "/hello", 0) + "SCGI|1|", new byte[0]), ISO_8859_1),
          new String(request("SCGI|1|" + head("GET", "/", 0), new byte[0]), ISO_8859_1),
          new String(request(head("G T", "/hello", 0), new byte[0]), ISO_8859_1),
          new String(request(head("GET", "/he llo", 0), new byte[0]), ISO_8859_1),
          new String(request(head("GET", "/", 0) + "HTTP_A|b\nc|", new byte[0]), ISO_8859_1)
        }) {
      try (RawClient client = RawClient.connect(port)) {
        client.send(wire);
        assertEquals(400, CgiResponse.of(client.rest()).code(), wire);
      }
    }
  }

  @Test
  void requestsHaveLimits() throws IOException {
    byte[] none = {};
    assertEquals(200, ask(limited, head("GET", "/hello?" + "a".repeat(80), 0), none).code());
    assertEquals(414, ask(limited, head("GET", "/hello?" + "a".repeat(90), 0), none).code());
    String field = "HTTP_X|" + "a".repeat(480) + "|";
    assertEquals(431, ask(limited, head("GET", "/hello", 0) + field, none).code());
    String fields = "HTTP_A||HTTP_B||HTTP_C||HTTP_D||HTTP_E|";
    assertEquals(431, ask(limited, head("GET", "/hello", 0) + fields + "|", none).code());
    assertEquals(431, ask(limited, "a".repeat(100_000), none).code());
    assertEquals(200, ask(limited, head("POST", "/length", 1024), new byte[1024]).code());
    assertEquals(413, ask(limited, head("POST", "/length", 1025), new byte[1025]).code());
  }

  @Test
  void slowRequestsAreAnsweredThatTheyAreLate() throws IOException {
    byte[] whole = request(head("POST", "/length", 5), new byte[5]);
    for (int cut : new int[] {1, 30, whole.length - 2}) {
      try (RawClient client = RawClient.connect(limited)) {
        client.send(java.util.Arrays.copyOf(whole, cut));
        assertEquals(408, CgiResponse.of(client.rest()).code(), "after " + cut);
      }
    }
    try (RawClient client = RawClient.connect(limited)) {
      client.assertEnd(); // Nothing was asked.
    }
  }

  @Test
  void aWebServerThatLeavesInTheMiddleIsLogged() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(request(head("POST", "/length/left-early", 50), new byte[5]));
      client.sendEnd();
      assertEquals(0, client.rest().length);
    }
    String line = BRIMD.awaitLine("brim.log", "/length/left-early");
    assertTrue(line.contains(" 499 "), line);
    assertFalse(line.contains(" 200 "), line);
  }
}

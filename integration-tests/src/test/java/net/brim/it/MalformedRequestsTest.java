package net.brim.it;

import static net.brim.it.HttpProtocolTest.chunked;
import static net.brim.it.HttpProtocolTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no request by RFC 9112, and what a client gets for it. */
class MalformedRequestsTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [http]
        port = 8901
        apps = workbench echo
        access_log = off

        [brim]
        classpath = %s

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
    port = BRIMD.port();
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  static Stream<Arguments> malformed() {
    String host = "Host: a\r\n";
    String chunked = "POST /length HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        Arguments.of("no host", 400, "GET /hello HTTP/1.1\r\n\r\n"),
        Arguments.of("two hosts", 400, "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Arguments.of("two spaces", 400, "GET  /hello HTTP/1.1\r\n" + host + "\r\n"),
        Arguments.of("no version", 400, "GET /hello\r\n" + host + "\r\n"),
        Arguments.of("bare line feeds", 400, "GET /hello HTTP/1.1\nHost: a\n\n"),
        Arguments.of("no colon", 400, "GET /hello HTTP/1.1\r\n" + host + "colon\r\n\r\n"),
        Arguments.of("a blank before the colon", 400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        Arguments.of("a folded line", 400, "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n"),
        Arguments.of("a control character", 400, "GET / HTTP/1.1\r\n" + host + "X: \0\r\n\r\n"),
        Arguments.of("a bad escape", 400, "GET /%zz HTTP/1.1\r\n" + host + "\r\n"),
        Arguments.of(
            "a negative length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"),
        Arguments.of(
            "two lengths",
            400,
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        Arguments.of(
            "a length and chunks",
            400,
            "POST / HTTP/1.1\r\n"
                + host
                + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            "chunked twice",
            400,
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            "another coding",
            501,
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of("no chunk size", 400, chunked + "x\r\n"),
        Arguments.of("a chunk that goes on", 400, chunked + "2\r\nabc\r\n0\r\n\r\n"),
        Arguments.of("a huge chunk size", 400, chunked + "fffffffffffffffffff\r\n"),
        Arguments.of("another major version", 505, "GET / HTTP/2.0\r\n" + host + "\r\n"),
        Arguments.of("TLS", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"));
  }

  private static Stream<Arguments> malformedHosts() {
    return Stream.of(
            "Host: a\r\nHost: a",
            "Host: a, b",
            "Host: a,b",
            "Host: u@a",
            "Host: a:b",
            "Host: a:65536",
            "Host: :80",
            "Host: [::1",
            "Host: [1:2]",
            "Host: a/b",
            "Host: \u00e4")
        .map(host -> Arguments.of(host, 400, "GET /hello HTTP/1.1\r\n" + host + "\r\n\r\n"));
  }

  private static Stream<Arguments> malformedTargets() {
    return Stream.of(
            "GET *",
            "GET hello",
            "GET a:80",
            "GET /hello#top",
            "GET /h\u00e9llo",
            "GET /hello\u0001",
            "GET /hello%00",
            "GET /hello?x=%00",
            "GET http://b/hello",
            "GET https://b/hello",
            "GET http://u@a/hello",
            "GET ftp://a/hello",
            "CONNECT /hello",
            "CONNECT a",
            "CONNECT b:443")
        .map(start -> Arguments.of(start, 400, start + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  private static Stream<Arguments> malformedFields() {
    return Stream.of(
            "X-A: 1\rX-B: 2",
            "X-A: 1\nX-B: 2",
            "X-A\r: 1",
            ": 1",
            "X A: 1",
            "X(A): 1",
            "X-A\u0000: 1",
            "X-A: \u007f",
            "X-A: 1\r\n\tfolded",
            "Content_Length: 5",
            "X_Forwarded_For: 1.2.3.4",
            "X-Tenant: 1\r\nX_Tenant: 2",
            "Content-Type: a/b\r\nContent-Type: a/c",
            "Authorization: Basic YTpi\r\nAuthorization: Basic YTpj",
            "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 5, 5",
            "Content-Length: +5",
            "Content-Length: 0x5",
            "Content-Length: 5 5",
            "Content-Length:",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: chunked;x",
            "Transfer-Encoding: ,chunked",
            "Transfer-Encoding:",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nTransfer-Encoding: gzip")
        .map(fields -> {
          String head = "POST /length HTTP/1.1\r\nHost: a\r\n";
          return Arguments.of(fields, 400, head + fields + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        });
  }

  private static Stream<Arguments> malformedChunks() {
    return Stream.of(
            "+5\r\nhello\r\n0\r\n\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "5 \r\nhello\r\n0\r\n\r\n",
            "\r\nhello\r\n0\r\n\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5;a=\rb\r\nhello\r\n0\r\n\r\n",
            "5;a=\"\r\nhello\r\n0\r\n\r\n",
            "5;" + "a".repeat(300) + "\r\nhello\r\n0\r\n\r\n",
            "5\r\nhello\r\n0\r\nContent-Length: 3\r\n\r\n",
            "5\r\nhello\r\n0\r\nHost: b\r\n\r\n",
            "5\r\nhello\r\n0\r\nX : 1\r\n\r\n",
            "5\r\nhello\r\n0\r\n\n")
        .map(chunks -> Arguments.of(chunks, 400, chunked("/length", chunks)));
  }

  private static Stream<Arguments> otherVersions() {
    String chunked = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    return Stream.of(
        Arguments.of("HTTP/0.9 as it was", 400, "GET /hello\r\n"),
        Arguments.of("HTTP/0.9 by name", 505, "GET /hello HTTP/0.9\r\n\r\n"),
        Arguments.of("HTTP/3.0", 505, "GET /hello HTTP/3.0\r\nHost: a\r\n\r\n"),
        Arguments.of("no number", 400, "GET /hello HTTP/1.x\r\nHost: a\r\n\r\n"),
        Arguments.of("small letters", 400, "GET /hello http/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of("chunks in HTTP/1.0", 400, "POST /length HTTP/1.0\r\n" + chunked),
        Arguments.of("HTTP/1.2 without Host", 400, "GET /hello HTTP/1.2\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "malformed",
    "malformedHosts",
    "malformedTargets",
    "malformedFields",
    "malformedChunks",
    "otherVersions"
  })
  void aMalformedRequestIsRefusedAndTheConnectionClosed(String name, int status, String request)
      throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(request + get("/hello"));
      RawClient.Response response = client.read();
      assertEquals(status, response.status());
      assertEquals("close", response.header("Connection"));
      assertTrue(response.text().endsWith(".\n"), response::text);
      client.assertEnd();
    }
    assertEquals(200, RawClient.get(port, "/hello").status());
  }

  @Test
  void aRequestThatIsCutOffIsNotAnswered() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      client.sendEnd();
      client.assertEnd();
    }
  }
}

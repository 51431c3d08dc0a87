package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP over TLS, as clients of others and clients that do as they like meet it. */
class HttpsTest {

  @RegisterExtension static final Brimd brimd = new Brimd();

  private static Certificates certificates;

  @BeforeAll
  static void start() {
    Clients.need("openssl");
    certificates = new Certificates(brimd);
    certificates.rsa("a", "localhost");
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/log
        log_level = DEBUG
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = workbench echo stats
        certfile = a.pem
        keyfile = a.key
        header_timeout = 3s
        client_timeout = 20s
        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    assertTrue(brimd.started().out().contains("listening on https://127.0.0.1:" + brimd.port()));
  }

  @AfterAll
  static void stop() {
    if (certificates != null) {
      brimd.stopped();
    }
  }

  @Test
  void aWorkerWithoutItLoadsNothingOfIt() {
    brimd.write(
        "plain.conf",
        """
        [brim]
        pid_file = plain.pid
        [http]
        ip = 127.0.0.1
        port = 8902
        apps = echo
        java_options = -Xlog:class+load:file=%s
        [echo]
        call = brim.wsgi_echo.WSGIEcho
        """
            .formatted(brimd.file("classes.txt")));
    brimd.run("start", "-c", "plain.conf").exits(0);
    assertEquals("abc", brimd.shell("curl -sS http://127.0.0.1:8902/echo -d abc").out());
    brimd.run("stop", "-c", "plain.conf").exits(0);
    assertTrue(brimd.lines("classes.txt", "net.brim.engine.HttpServer ").size() == 1);
    for (String name : List.of("io.netty.handler.ssl", "tcnative", "engine.tls.TlsLayer")) {
      assertEquals(List.of(), brimd.lines("classes.txt", name));
    }
  }

  private static Outcome curl(String... more) {
    var command =
        new java.util.ArrayList<>(
            List.of("curl", "-sS", "--max-time", "60", "--cacert", "" + brimd.file("ca.pem")));
    command.addAll(List.of(more));
    return brimd.start(command, brimd.home()).outcome();
  }

  private static String url(String path) {
    return "https://localhost:" + brimd.port() + path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void appsSeeTheVersionAndTheCipherThatAreUsed(String version) {
    Clients.need("curl");
    Outcome outcome = curl("--tlsv" + version, "--tls-max", version, url("/tls"));
    assertTrue(
        outcome
            .out()
            .matches(
                "https TLSv" + version + " TLS_[A-Z0-9_]*(GCM|POLY1305)_SHA\\d+ localhost \\[]\n"),
        outcome::toString);
    assertEquals(
        "200:" + outcome.out(),
        curl("--tlsv" + version, "--tls-max", version, url("/sub/tls")).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1", "tls1_1"})
  void olderVersionsAreRefused(String version) {
    Outcome outcome = handshake("-" + version + " -cipher ALL:@SECLEVEL=0");
    assertNotEquals(0, outcome.status());
    assertTrue(outcome.err().contains("alert protocol version"), outcome::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-GCM-SHA256"})
  void weakCiphersAreRefused(String cipher) {
    Outcome outcome = handshake("-tls1_2 -cipher " + cipher);
    assertNotEquals(0, outcome.status());
    assertTrue(outcome.err().contains("alert handshake failure"), outcome::toString);
  }

  private static Outcome handshake(String arguments) {
    return brimd.shell("openssl s_client -connect 127.0.0.1:8901 " + arguments + " </dev/null");
  }

  @Test
  void aConnectionServesRequestAfterRequest() {
    Clients.need("curl");
    Outcome outcome = curl("-w", "%{num_connects}\n", url("/hello"), url("/hello"), "-d", "abc");
    assertEquals("hello\n1\nhello\n0\n", outcome.out(), outcome::toString);
  }

  @Test
  void alpnOffersWhatTheServerSpeaks() {
    assertTrue(handshake("-alpn x,http/1.1").out().contains("ALPN protocol: http/1.1\n"));
    assertTrue(handshake("-alpn http/1.1,h2").out().contains("ALPN protocol: h2\n"));
    assertTrue(handshake("-alpn x").out().contains("No ALPN negotiated"));
  }

  @Test
  void plainHttpGetsAClearAnswerAndALineInTheLog() throws IOException {
    long refused = brimd.lines("log", " 400 ").size();
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      RawClient.Response response = client.read();
      assertEquals(400, response.status());
      assertEquals("This port speaks HTTPS: use https:// in the address.\n", response.text());
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
    Await.until("the line", () -> brimd.lines("log", " 400 ").size() == refused + 1);
  }

  @Test
  void anythingElseGetsAnAlertAndTheEnd() throws IOException {
    int before = brimd.lines("log", "handshake with").size();
    for (String garbage : List.of("\1\2\3", "\u0016\3\1\0\20garbagegarbagegarbage", "\u0080\1\2")) {
      try (RawClient client = RawClient.connect(brimd.port())) {
        client.send(garbage);
        byte[] alert = client.rest();
        assertEquals(7, alert.length, garbage);
        assertArrayEquals(
            new byte[] {21, 3, 0, 2, 2},
            new byte[] {alert[0], alert[1], alert[3], alert[4], alert[5]});
      }
    }
    assertEquals(List.of(), brimd.lines("log", "ERROR"));
    assertTrue(
        brimd.lines("log", "INFO").stream().filter(line -> line.contains("handshake")).count()
            <= 3);
    assertTrue(brimd.lines("log", "handshake with").size() > before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0016", "\u0016\3\1\2\0\1\0\1"})
  void aHandshakeThatDoesNotComeIsNotAwaitedForEver(String begin) throws IOException {
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send(begin);
      client.rest();
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  @Test
  void requestsAreReadHoweverTheirBytesAreCut() throws IOException {
    byte[] requests =
        ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
                + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789"
                + "BAD\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    var random = new Random(7);
    for (int most : new int[] {requests.length, 1, 3, 50}) {
      try (RawClient client = certificates.client("localhost")) {
        for (int at = 0; at < requests.length; ) {
          int count = Math.min(requests.length - at, 1 + random.nextInt(most));
          client.send(Arrays.copyOfRange(requests, at, at + count));
          at += count;
        }
        assertEquals("hello world", client.read().text());
        assertEquals("hello\n", client.read().text());
        assertEquals("10\n", client.read().text());
        assertEquals(400, client.read().status());
        client.assertEnd();
      }
    }
  }

  @Test
  void whoSendsOnAfterTheAnswerIsNotCutOffAtOnce() throws IOException {
    try (RawClient client = certificates.client("localhost")) {
      client.send("BAD\r\n\r\n");
      assertEquals(400, client.read().status());
      client.assertEnd();
      for (int i = 0; i < 5; i++) {
        client.send("x"); // A reset that the one before brought would show here.
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Test
  void manyRequestsAtOnceAreAnsweredInOrder() throws IOException {
    try (RawClient client = certificates.client("localhost")) {
      client.send(
          "GET /bytes/20000 HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
              .repeat(40));
      for (int i = 0; i < 40; i++) {
        assertEquals(20_000, client.read().body().length);
        assertEquals("hello\n", client.read().text());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 5_000_000})
  void filesComeWhole(int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    Files.write(brimd.file("file" + length), content);
    try (RawClient client = certificates.client("localhost")) {
      for (int i = 0; i < 2; i++) {
        client.send("GET /file" + brimd.file("file" + length) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertArrayEquals(content, client.read().body());
      }
      client.send("HEAD /file" + brimd.file("file" + length) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("" + length, client.readHead().header("Content-Length"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "bytes", "stream", "zeros"})
  void aSlowReaderGetsAllAndHoldsUpNobody(String kind) throws Exception {
    int length = 8_000_000;
    Files.write(brimd.file("large"), new byte[length]);
    String argument = kind.equals("file") ? brimd.file("large").toString() : "/" + length;
    try (SSLSocket socket = certificates.connect("localhost", 16 * 1024)) {
      RawClient client = RawClient.over(socket);
      client.send("GET /" + kind + argument + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(client.hasMore());
      for (int i = 0; i < 20; i++) {
        try (RawClient other = certificates.client("localhost")) {
          assertEquals(
              "hello\n", other.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").read().text());
        }
      }
      assertEquals(length, client.read().body().length);
      assertEquals("hello\n", client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").read().text());
    }
  }

  @Test
  void largeBodiesGoBothWays() {
    Clients.need("curl");
    byte[] body = new byte[20_000_000];
    new Random(1).nextBytes(body);
    try {
      Files.write(brimd.file("body"), body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(body.length + "\n", curl("--data-binary", "@body", url("/length")).out());
    assertEquals(
        body.length + "\n",
        curl("-H", "Transfer-Encoding: chunked", "--data-binary", "@body", url("/length")).out());
  }

  @Test
  void theEndIsSaidSoThatNothingCanBeCutOff() throws IOException {
    try (RawClient client = certificates.client("localhost")) {
      // HTTP/1.0 without a length: only close_notify tells this end from a cut.
      client.send("GET /chunks HTTP/1.0\r\n\r\n");
      assertTrue(new String(client.rest(), StandardCharsets.US_ASCII).endsWith("one,two"));
    }
  }

  @Test
  void aResponseThatBreaksOffDoesNotEndAsAWholeOneWould() throws IOException {
    try (RawClient client = certificates.client("localhost")) {
      client.send("GET /broken-writer/late HTTP/1.0\r\n\r\n");
      assertThrows(IOException.class, client::rest);
    }
    try (RawClient client = certificates.client("localhost")) {
      client.send("GET /broken-writer/late HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThrows(EOFException.class, client::read);
    }
  }

  @Test
  void aClientThatClosesItsSideIsDoneWith() throws IOException {
    try (SSLSocket socket = certificates.connect("localhost")) {
      RawClient client = RawClient.over(socket);
      assertEquals("hello\n", client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").read().text());
      client.sendEnd();
      client.assertEnd();
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void wrkIsServed() {
    Clients.need("wrk");
    Outcome outcome = brimd.shell("wrk -t1 -c20 -d2s https://127.0.0.1:8901/hello");
    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(!outcome.out().contains("Socket errors"), outcome::toString);
    assertTrue(!outcome.out().contains("Non-2xx"), outcome::toString);
  }
}

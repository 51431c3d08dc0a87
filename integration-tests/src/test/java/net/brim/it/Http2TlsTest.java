package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/2 over TLS: the handshake says what is spoken, and it is what is spoken. */
class Http2TlsTest {

  @RegisterExtension static final Brimd brimd = new Brimd();

  private static boolean started;

  @BeforeAll
  static void start() {
    Clients.need("openssl", "curl");
    new Certificates(brimd).rsa("a", "localhost");
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        certfile = a.pem
        keyfile = a.key

        [http]
        ip = 127.0.0.1
        port = 8901
        apps = workbench echo stats

        [http#never]
        ip = 127.0.0.1
        port = 8902
        http2 = no
        apps = workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 100m

        [workbench]
        call = workbench.Workbench

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(Workbench.classpath()));
    brimd.started();
    started = true;
  }

  @AfterAll
  static void stop() {
    if (started) {
      brimd.stopped();
    }
  }

  @Test
  void clientsThatCanHaveIt() {
    assertEquals("hello\n2", curl("-w", "%{http_version}", url(8901, "/hello")));
    assertEquals("hello\n1.1", curl("--http1.1", "-w", "%{http_version}", url(8901, "/hello")));
    assertEquals("hello\n1.1", curl("-w", "%{http_version}", url(8902, "/hello")));
    assertTrue(curl(url(8901, "/tls")).startsWith("https TLSv1.3 "));
  }

  @Test
  void largeBodiesGoBothWays() throws IOException {
    byte[] content = new byte[5_000_000];
    new java.util.Random(1).nextBytes(content);
    Path file = Files.write(brimd.file("large"), content);
    curl("--data-binary", "@" + file, "-o", "echoed", url(8901, "/echo"));
    assertEquals(-1, Files.mismatch(file, brimd.file("echoed")));
    curl("-o", "sent", url(8901, "/file" + file));
    assertEquals(-1, Files.mismatch(file, brimd.file("sent")));
  }

  @Test
  void manyStreamsAreAllAnswered() {
    Clients.need("h2load");
    Outcome load = run("h2load", "-n", "5000", "-c", "4", "-m", "32", url(8901, "/hello")).exits(0);
    assertTrue(load.out().contains("Application protocol: h2\n"), load::out);
    assertTrue(load.out().contains("status codes: 5000 2xx, 0 3xx, 0 4xx, 0 5xx"), load::out);
  }

  @Test
  void whoAgreesOnHttp2MustSpeakIt() {
    Outcome outcome = send("h2", "GET /hello HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n");
    assertTrue(outcome.out().contains("ALPN protocol: h2"), outcome::out);
    assertFalse(outcome.out().contains("HTTP/1.1"), outcome::out);
    brimd.awaitLine("brim.log", "ends: PROTOCOL_ERROR: this is not the preface of HTTP/2");
  }

  @Test
  void whoAgreesOnHttp1MustSpeakThat() {
    for (String alpn : new String[] {"http/1.1", "x"}) {
      Outcome outcome = send(alpn, "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n");
      assertTrue(outcome.out().contains("HTTP/1.1 505 "), outcome::out);
    }
  }

  /** Sends what {@code printf} makes of that text, and shows all that comes back. */
  private static Outcome send(String alpn, String text) {
    return brimd.shell(
        "(printf '%s'; sleep 1) | openssl s_client -ign_eof -connect 127.0.0.1:8901 -alpn %s | tr -cd '[:print:]\\n'"
            .formatted(text, alpn));
  }

  private static String curl(String... arguments) {
    var command = new ArrayList<>(List.of("curl", "-sS", "--cacert", brimd.file("ca.pem") + ""));
    command.addAll(List.of(arguments));
    return brimd.start(command, brimd.home()).outcome().exits(0).out();
  }

  private static Outcome run(String... command) {
    return brimd.start(List.of(command), brimd.home()).outcome();
  }

  private static String url(int port, String path) {
    return "https://localhost:" + brimd.port(port) + path;
  }
}

package net.brim.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One request for each process, by hand and by web servers. */
class CgiTest {

  private static final String GET = "REQUEST_METHOD=GET SERVER_PROTOCOL=HTTP/1.1 REQUEST_URI=";

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void configure() {
    brimd.write(
        "cgi/brimd.conf",
        """
        [brim]
        classpath = %s
        log_to = stderr

        [http]
        protocol = fastcgi
        listen = stdin
        apps = workbench echo

        [workbench]
        call = workbench.Workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 8m
        """
            .formatted(Workbench.classpath()));
  }

  private Outcome run(String variables) {
    return brimd.shell(variables + " exec brimd -c cgi/brimd.conf");
  }

  private CgiResponse get(String target) {
    return CgiResponse.of(run(GET + target).exits(0).out());
  }

  // --- by hand ---

  @Test
  void theEnvironmentIsTheRequest() throws IOException {
    Files.writeString(brimd.file("body"), "hello, and more");
    Outcome outcome =
        brimd.shell(
            "REQUEST_METHOD=POST REQUEST_URI='/request/a%20b?c' CONTENT_LENGTH=5 HTTP_HOST=h"
                + " HTTP_X_BYTE=$(printf '\\344') HTTP_PROXY=evil REMOTE_ADDR=192.0.2.7"
                + " REMOTE_PORT=99 SERVER_ADDR=192.0.2.1 SERVER_PORT=80 LC_ALL=C"
                + " SERVER_PROTOCOL=HTTP/1.1 GATEWAY_INTERFACE=CGI/1.1"
                + " exec brimd -c cgi/brimd.conf < body");
    assertEquals(
        """
        POST /request/a%20b?c HTTP/1.1
        path /request/a b
        query c
        scheme http
        host h
        user null
        length 5
        remote /192.0.2.7:99
        local /192.0.2.1:80
        Content-Length: 5
        Host: h
        X-Byte: \u00e4
        """,
        CgiResponse.of(outcome.exits(0).out()).body());
  }

  @Test
  void onlyTheResponseGoesToStandardOutput() {
    Outcome outcome = run(GET + "/print/this").exits(0);
    assertEquals("printed\n", CgiResponse.of(outcome.out()).whole());
    assertTrue(outcome.err().contains("printed this"), outcome::err);
    assertTrue(outcome.err().contains(" GET /print/this "), outcome::err);
    assertEquals(404, get("/nothing").code());
    assertEquals(500, get("/throw/x").code());
    assertEquals(400, get("'/not a target'").code());
  }

  @Test
  void aBodyThatBreaksOffEndsWithAFailure() {
    Outcome late = run(GET + "/broken-writer/late");
    assertEquals("begun", CgiResponse.of(late.exits(1).out()).body());
  }

  @Test
  void withoutAWebServerItSaysSo() {
    Outcome outcome = brimd.run("-c", "cgi/brimd.conf").exits(1);
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("REQUEST_METHOD is not in the environment"), outcome::err);
    assertTrue(
        brimd.run("start", "-c", "cgi/brimd.conf").exits(1).err().contains("without the command"),
        "start");
    brimd.run("check", "-c", "cgi/brimd.conf").exits(0);
  }

  @Test
  void aWrongConfigurationIsForStandardErrorToo() {
    brimd.write("cgi/brimd.conf", "[http]\nprotocol = fastcgi\nlisten = stdin\nwrong = 1\n");
    Outcome outcome = run(GET + "/hello");
    assertEquals("", outcome.exits(1).out());
    assertTrue(outcome.err().contains("wrong = 1"), outcome::err);
  }

  // --- by web servers ---

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_CGI")
  void aWebServerStartsItForEachRequest(WebServer server) throws IOException {
    server.need();
    Assumptions.assumeTrue(
        server != WebServer.APACHE_CGI || othersReach(Distribution.brimd()),
        "skipped: Apache's user cannot reach " + Distribution.brimd());
    program();
    WebServer.Running running = server.start(brimd, brimd.port());
    try {
      byte[] body = new Fragments().bytes(3_000_000);
      assertArrayEquals(body, ask(running, "POST", "/echo", body).body());
      assertEquals(3_000_000, ask(running, "GET", "/bytes/3000000", new byte[0]).body().length);
      String image = ask(running, "GET", "/request/a%20b?x=%41", new byte[0]).text();
      assertTrue(image.startsWith("GET /request/a%20b?x=%41 HTTP/1.1\n"), image);
      assertTrue(image.contains("\nremote /127.0.0.1:"), image);
      assertEquals(403, ask(running, "GET", "/refuse", new byte[0]).status());
      // Some web servers make arguments of such a query.
      assertEquals("hello\n", ask(running, "GET", "/hello?--version", new byte[0]).text());
    } finally {
      running.stop(brimd);
    }
  }

  private static boolean othersReach(Path file) throws IOException {
    for (Path at = file; at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the program of the document, where the web server's own user can reach it. */
  private void program() throws IOException {
    Path home = brimd.home();
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    String lines =
        WebServer.snippet("brimd, CGI")
            .lines()
            .dropWhile(line -> !line.startsWith("#!"))
            .reduce("", (all, line) -> all + line + "\n");
    Path app =
        Files.writeString(
            home.resolve("cgi/app"),
            lines
                .replace("/opt/brim/bin/brimd", Distribution.brimd().toString())
                .replace("/srv/cgi", home.resolve("cgi").toString()));
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static RawClient.Response ask(
      WebServer.Running server, String method, String target, byte[] body) throws IOException {
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(method, target, body.length)
            .getBytes(UTF_8));
    request.writeBytes(body);
    try (RawClient client = RawClient.connect(server.port())) {
      client.send(request.toByteArray());
      return client.read();
    }
  }
}

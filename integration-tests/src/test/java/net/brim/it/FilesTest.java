package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files app, by a server whose locale knows nothing but ASCII. */
class FilesTest {

  private static final String CHANGED = "Sun, 15 Nov 2026 10:00:00 GMT";
  private static final byte[] LARGE = new byte[30_000_000];

  @RegisterExtension static final Brimd brimd = new Brimd();

  @BeforeAll
  static void start() throws IOException {
    Clients.need("curl", "openssl");
    new Random(1).nextBytes(LARGE);
    brimd.write("secret", "secret");
    brimd.write("first/page.html", "<p>page</p>");
    brimd.write("first/page.html.gz", "not really gzip");
    brimd.write("first/sub/index.html", "index");
    brimd.write("first/list/a.txt", "a");
    Files.write(brimd.file("first/large.bin"), LARGE);
    for (String name : new String[] {"page.html", "page.html.gz", "large.bin"}) {
      Files.setLastModifiedTime(
          brimd.file("first/" + name), FileTime.from(Instant.parse("2026-11-15T10:00:00.25Z")));
    }
    brimd.shell("cd first && mkfifo fifo && ln -s ../secret out && ln -s loop loop").exits(0);
    brimd.shell("cd first/list && touch \"$(printf 'raw\\377')\" '<b>\"x\"'").exits(0);
    Files.createSymbolicLink(brimd.file("www"), Path.of("first"));
    new Certificates(brimd).ec("cert", "localhost");
    brimd.conf(
        """
        [http]
        port = 8901
        http2 = yes
        apps = files
        [http#tls]
        port = 8902
        certfile = cert.pem
        keyfile = cert.key
        apps = files
        [files]
        call = brim.wsgi_fs.WSGIFS
        serve_path = www
        """);
    brimd.started();
  }

  @AfterAll
  static void stop() {
    brimd.stopped();
  }

  private static RawClient.Response get(String target) throws IOException {
    return RawClient.get(brimd.port(), target);
  }

  private static Outcome curl(String arguments) {
    return brimd.shell("curl -sS --path-as-is " + arguments).exits(0);
  }

  @Test
  void curlSeesAFile() {
    String head = curl("-I http://127.0.0.1:8901/page.html").out();
    assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
    assertTrue(head.contains("Content-Type: text/html; charset=utf-8\r\n"), head);
    assertTrue(head.contains("Content-Length: 11\r\n"), head);
    assertTrue(head.contains("Last-Modified: " + CHANGED + "\r\n"), head);
    assertEquals("<p>page</p>", curl("http://127.0.0.1:8901/page.html").out());
    assertEquals("index", curl("-L http://127.0.0.1:8901/sub").out());
    assertEquals(
        "not really gzip",
        curl("-H 'Accept-Encoding: gzip' http://127.0.0.1:8901/page.html").out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--http1.1 http://127.0.0.1:8901",
        "--http1.0 http://127.0.0.1:8901",
        "--http2-prior-knowledge http://127.0.0.1:8901",
        "-k --http1.1 https://127.0.0.1:8902",
        "-k --http2 https://127.0.0.1:8902"
      })
  void aLargeFileArrivesWholeOrInParts(String origin) throws IOException {
    curl("-o whole.bin " + origin + "/large.bin");
    assertArrayEquals(LARGE, Files.readAllBytes(brimd.file("whole.bin")));
    Files.write(brimd.file("part.bin"), java.util.Arrays.copyOf(LARGE, 1_000_001));
    curl("-C - -o part.bin " + origin + "/large.bin");
    assertArrayEquals(LARGE, Files.readAllBytes(brimd.file("part.bin")));
    String again =
        curl("-o /dev/null -w '%{http_code}' -z whole.bin " + origin + "/large.bin").out();
    assertEquals("304", again);
    assertEquals(
        "200 0",
        curl("-I -o /dev/null -w '%{http_code} %{size_download}' " + origin + "/large.bin").out());
  }

  @Test
  void aListingLinksToEveryName() throws IOException {
    String page = get("/list/").text();
    assertTrue(page.contains("<a href=\"./raw%FF\">"), page);
    assertTrue(
        page.contains("<a href=\"./%3Cb%3E%22x%22\"><bdi>&lt;b&gt;&quot;x&quot;</bdi>"), page);
    assertEquals(200, get("/list/raw%FF").status());
    assertEquals(200, get("/list/%3Cb%3E%22x%22").status());
    assertEquals("a", get("/list/a.txt").text());
  }

  @ParameterizedTest
  @CsvSource({
    "/../secret, 403",
    "/sub/../../secret, 403",
    "/%2e%2e/secret, 403",
    "/..%2fsecret, 403",
    "/%252e%252e%252fsecret, 404",
    "/..%5c..%5csecret, 404",
    "/%c0%ae%c0%ae/secret, 404",
    "/page.html%00.txt, 400",
    "/out, 403",
    "/loop, 404",
    "/fifo, 403",
    "/none, 404",
    "/page.html/, 404",
    "//127.0.0.1/%2e%2e/x, 403"
  })
  void nothingElseIsServed(String target, int status) throws IOException {
    RawClient.Response response = get(target);
    assertEquals(status, response.status(), response::toString);
    assertFalse(response.text().contains("secret"), response::toString);
  }

  @Test
  void aLongPathIsNoFile() throws IOException {
    assertEquals(404, get("/" + "x".repeat(4000)).status());
    assertEquals(404, get("/x".repeat(3000)).status());
  }

  @Test
  void aFileThatShrinksWhileItIsSentEndsTheConnection() throws IOException {
    Path file = Files.write(brimd.file("first/shrinking.bin"), LARGE);
    try (RawClient client = RawClient.connect(brimd.port(), 4096)) {
      client.send("GET /shrinking.bin HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("" + LARGE.length, client.readHead().header("Content-Length"));
      client.exactly(1000);
      try (var shorter = new RandomAccessFile(file.toFile(), "rw")) {
        shorter.setLength(2000);
      }
      assertTrue(lengthToTheEnd(client) < LARGE.length - 1000);
    }
    assertEquals(2000, get("/shrinking.bin").body().length);
  }

  /** How many bytes come before the connection ends, however it does. */
  private static long lengthToTheEnd(RawClient client) {
    long length = 0;
    try {
      while (client.hasMore()) {
        client.exactly(1);
        length++;
      }
    } catch (IOException e) {
      return length; // a reset
    }
    return length;
  }

  @Test
  void aDirectoryIsExchangedUnderTheServer() throws IOException {
    brimd.write("second/new.txt", "new");
    Files.createSymbolicLink(brimd.file("next"), Path.of("second"));
    assertEquals(404, get("/new.txt").status());
    Files.move(brimd.file("next"), brimd.file("www"), StandardCopyOption.REPLACE_EXISTING);
    try {
      Await.until("the new directory", () -> status("/new.txt") == 200);
      assertEquals(404, get("/page.html").status());
    } finally {
      Files.createSymbolicLink(brimd.file("back"), Path.of("first"));
      Files.move(brimd.file("back"), brimd.file("www"), StandardCopyOption.REPLACE_EXISTING);
      Await.until("the old directory", () -> status("/new.txt") == 404);
    }
  }

  private static int status(String target) {
    try {
      return get(target).status();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void noDescriptorIsLeftOpen() throws IOException {
    Path descriptors = Path.of("/proc/" + brimd.worker(0).get("pid").asLong() + "/fd");
    long before = count(descriptors);
    for (int i = 0; i < 50; i++) {
      get("/page.html");
      get("/list/");
      get("/fifo");
      get("/sub");
      try (RawClient client = RawClient.connect(brimd.port())) {
        client.send(
            "GET /large.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=99999999-\r\n\r\n");
        assertEquals(416, client.read().status());
      }
    }
    Await.until("as many open files as before", () -> count(descriptors) <= before + 3);
  }

  private static long count(Path directory) {
    try (var files = Files.list(directory)) {
      return files.filter(fd -> !isSocket(fd)).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return true; // It is gone.
    }
  }

  @Test
  void aMissingDirectoryIsFoundBeforeTheStart() {
    brimd.write(
        "bad.conf",
        """
        [http]
        port = 8903
        apps = files
        [files]
        call = net.brim.server.apps.FilesApp
        serve_path = nowhere
        """);
    Outcome check = brimd.run("check", "-c", "bad.conf", "-p", "-");
    assertEquals(1, check.status());
    assertTrue(
        check
            .terminal()
            .contains("[files] serve_path = nowhere: expected a directory that is there"),
        check::toString);
  }
}

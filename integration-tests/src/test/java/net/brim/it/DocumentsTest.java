package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of conditional requests, ranges and compression, with the clients of others. */
class DocumentsTest {

  private static final String EXAMPLE = "examples/documents/";
  private static final String TEXT = Distribution.read(EXAMPLE + "document.txt");
  private static final String CHANGED = "Sun, 15 Nov 2026 10:00:00 GMT";
  private static final String CHANGED_ON = "2026-11-15T10:00:00.25Z";

  @RegisterExtension static final Brimd brimd = new Brimd();

  private static String tag = "";

  @BeforeAll
  static void start() throws IOException {
    Clients.need("curl", "gzip");
    brimd.compile(
        "classes",
        Distribution.REPOSITORY.resolve(EXAMPLE + "src/documents/Documents.java"),
        Apps.source("events/Events.java"));
    Path document = brimd.write("document.txt", TEXT);
    Files.setLastModifiedTime(document, FileTime.from(Instant.parse(CHANGED_ON)));
    brimd.conf(
        Distribution.read(EXAMPLE + "brimd.conf")
                .replace("apps = compress documents", "apps = compress documents events echo")
            + "[events]\ncall = events.Events\ngo = go\n[echo]\ncall = brim.wsgi_echo.WSGIEcho\n");
    brimd.started();
    tag = get().header("ETag");
  }

  @AfterAll
  static void stop() {
    brimd.stopped();
  }

  /** Asks for the document with those header lines. */
  private static RawClient.Response get(String... lines) throws IOException {
    return ask("GET", lines);
  }

  private static RawClient.Response ask(String method, String... lines) throws IOException {
    try (RawClient client = RawClient.connect(brimd.port())) {
      String fields = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
      client.send(
          method + " /document HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
      return method.equals("HEAD") ? client.readHead() : client.read();
    }
  }

  private static Outcome curl(String arguments) {
    return brimd.shell("curl -sS " + arguments + " http://127.0.0.1:8901/document").exits(0);
  }

  // --- conditions ---

  @Test
  void tellsTheStateOfTheFile() throws IOException {
    RawClient.Response whole = get();
    assertEquals(200, whole.status());
    assertEquals(TEXT, whole.text());
    assertEquals(CHANGED, whole.header("Last-Modified"));
    assertTrue(tag.matches("\"[!-~]+\""), tag);
    assertEquals("bytes", whole.header("Accept-Ranges"));
    assertEquals("Accept-Encoding", whole.header("Vary"));
    RawClient.Response head = ask("HEAD");
    assertEquals(tag, head.header("ETag"));
    assertEquals("" + TEXT.length(), head.header("Content-Length"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "If-None-Match: TAG | 304",
        "If-None-Match: W/TAG | 304",
        "If-None-Match: \"x\", TAG | 304",
        "If-None-Match: * | 304",
        "If-None-Match: \"x\" | 200",
        "If-Modified-Since: " + CHANGED + " | 304",
        "If-Modified-Since: Sunday, 15-Nov-26 10:00:00 GMT | 304",
        "If-Modified-Since: Sun Nov 15 09:59:59 2026 | 200",
        "If-Match: TAG | 200",
        "If-Match: \"x\" | 412",
        "If-Match: W/TAG | 412",
        "If-Unmodified-Since: " + CHANGED + " | 200",
        "If-Unmodified-Since: Sun, 15 Nov 2026 09:59:59 GMT | 412",
      })
  void holdsConditions(String field, int status) throws IOException {
    RawClient.Response response = get(field.replace("TAG", tag));
    assertEquals(status, response.status());
    if (status == 304) {
      assertEquals(0, response.body().length);
      assertEquals(tag, response.header("ETag"));
      assertNull(response.header("Content-Type"));
    }
    assertEquals(status, ask("HEAD", field.replace("TAG", tag)).status());
  }

  @Test
  void curlFetchesItOnceOnly() {
    curl("-o copy.txt --etag-save etag.txt -R");
    assertEquals(TEXT, brimd.read("copy.txt"));
    Outcome again = curl("-w '%{http_code} %{size_download}' -o again.txt --etag-compare etag.txt");
    assertEquals("304 0", again.out());
    assertEquals(
        "304 0", curl("-w '%{http_code} %{size_download}' -z copy.txt -o again.txt").out());
  }

  // --- ranges ---

  @ParameterizedTest
  @CsvSource({"0-9, 0, 10", "100-, 100, -1", "-20, -20, -1", "5-5, 5, 6", "0-99999999, 0, -1"})
  void curlGetsARange(String range, int first, int end) {
    int start = first < 0 ? TEXT.length() + first : first;
    String expected = TEXT.substring(start, end < 0 ? TEXT.length() : end);
    Outcome part = curl("-r " + range + " -D head.txt");
    assertEquals(expected, part.out());
    String head = brimd.read("head.txt");
    assertTrue(head.startsWith("HTTP/1.1 206 "), head);
    String place = "%d-%d/%d".formatted(start, start + expected.length() - 1, TEXT.length());
    assertTrue(head.contains("Content-Range: bytes " + place + "\r\n"), head);
    assertTrue(head.contains("Content-Length: " + expected.length() + "\r\n"), head);
  }

  @Test
  void curlGoesOnWhereADownloadEnded() {
    brimd.write("partial.txt", TEXT.substring(0, 1000));
    curl("-C - -o partial.txt");
    assertEquals(TEXT, brimd.read("partial.txt"));
  }

  @Test
  void severalRangesComeInParts() throws IOException {
    RawClient.Response response = get("Range: bytes=0-3,10-12");
    assertEquals(206, response.status());
    String type = response.header("Content-Type");
    String boundary = type.substring("multipart/byteranges; boundary=".length());
    String part =
        "--%s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes %s/"
            + TEXT.length()
            + "\r\n\r\n%s\r\n";
    assertEquals(
        part.formatted(boundary, "0-3", TEXT.substring(0, 4))
            + part.formatted(boundary, "10-12", TEXT.substring(10, 13))
            + "--"
            + boundary
            + "--\r\n",
        response.text());
    assertEquals("" + response.body().length, response.header("Content-Length"));
  }

  @Test
  void whatCannotBeHadIsRefused() throws IOException {
    for (String range : new String[] {"bytes=999999-", "bytes=" + "0-,".repeat(1000)}) {
      RawClient.Response response = get("Range: " + range);
      assertEquals(416, response.status());
      assertEquals("bytes */" + TEXT.length(), response.header("Content-Range"));
    }
    assertEquals(200, get("Range: lines=1-2").status());
    assertEquals(200, ask("HEAD", "Range: bytes=0-1").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {"TAG | 206", "W/TAG | 200", "\"x\" | 200", CHANGED + " | 206"})
  void aRangeOfAnotherStateIsTheWhole(String condition, int status) throws IOException {
    RawClient.Response response =
        get("Range: bytes=0-1", "If-Range: " + condition.replace("TAG", tag));
    assertEquals(status, response.status());
    assertEquals(status == 206 ? TEXT.substring(0, 2) : TEXT, response.text());
  }

  // --- compression ---

  @Test
  void curlTakesItCompressed() {
    Outcome shown = curl("--compressed -D head.txt");
    assertEquals(TEXT, shown.out());
    String head = brimd.read("head.txt");
    assertTrue(head.contains("\r\nContent-Encoding: "), head);
    assertTrue(head.contains("\r\nVary: Accept-Encoding\r\n"), head);
    assertTrue(head.contains("\r\nETag: W/" + tag + "\r\n"), head);
    assertTrue(!head.contains("Accept-Ranges"), head);
    Outcome size = curl("--compressed -o shown.txt -w '%{size_download}'");
    assertTrue(Integer.parseInt(size.out()) < TEXT.length() / 3, size::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http1.0"})
  void gzipUnpacksIt(String version) {
    String request = version + " -H 'Accept-Encoding: gzip'";
    Outcome shown =
        brimd.shell("curl -sS " + request + " http://127.0.0.1:8901/document | gzip -dc").exits(0);
    assertEquals(TEXT, shown.out());
  }

  @Test
  void zstdIsPreferredAndItsLibraryNotCopied() throws IOException {
    RawClient.Response response = get("Accept-Encoding: gzip, zstd");
    assertEquals("zstd", response.header("Content-Encoding"));
    long worker = brimd.worker(0).get("pid").asLong();
    String maps = Files.readString(Path.of("/proc/" + worker + "/maps"));
    assertTrue(maps.contains("lib/native/libzstd"), maps);
  }

  @Test
  void headIsAsGetWouldBe() throws IOException {
    RawClient.Response head = ask("HEAD", "Accept-Encoding: gzip");
    assertEquals("gzip", head.header("Content-Encoding"));
    assertEquals("W/" + tag, head.header("ETag"));
    assertNull(head.header("Content-Length"));
  }

  @Test
  void rangesAndConditionsAreNotCompressed() throws IOException {
    RawClient.Response range = get("Accept-Encoding: gzip", "Range: bytes=0-1999");
    assertEquals(206, range.status());
    assertNull(range.header("Content-Encoding"));
    assertEquals(TEXT.substring(0, 2000), range.text());
    RawClient.Response unchanged = get("Accept-Encoding: gzip", "If-None-Match: W/" + tag);
    assertEquals(304, unchanged.status());
    assertEquals("W/" + tag, unchanged.header("ETag"));
    assertEquals("Accept-Encoding", unchanged.header("Vary"));
    // The tag of compressed bytes opens no range of the others.
    assertEquals(
        200, get("Accept-Encoding: gzip", "Range: bytes=0-1", "If-Range: W/" + tag).status());
  }

  @Test
  void whatNobodyMarkedIsNotCompressed() throws IOException {
    String text = "x".repeat(5000);
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nContent-Length: 5000\r\n\r\n"
              + text);
      RawClient.Response response = client.read();
      assertEquals(text, response.text());
      assertNull(response.header("Vary"));
    }
  }

  @ParameterizedTest
  @CsvSource({"written, gzip", "written, zstd", "streamed, gzip", "streamed, zstd"})
  void eventsAreNotHeldBack(String kind, String coding) throws IOException {
    Files.deleteIfExists(brimd.file("go"));
    Program client =
        brimd.start(
            List.of(
                "curl",
                "-sSN",
                "--compressed",
                "-D",
                "events.txt",
                "-H",
                "Accept-Encoding: " + coding,
                "http://127.0.0.1:" + brimd.port() + "/" + kind),
            brimd.home());

    Await.until(client::terminal, () -> client.out().contains("data: one\n\n"));
    assertTrue(brimd.read("events.txt").contains("Content-Encoding: " + coding));
    assertEquals("data: one\n\n", client.out());
    Files.createFile(brimd.file("go"));

    Outcome all = client.outcome().exits(0);
    assertEquals("data: one\n\ndata: two\n\n", all.out());
  }
}

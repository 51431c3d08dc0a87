package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Body;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.server.files.FileTrees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files app, with the kernel's protection and with the JDK's alone. */
@ParameterizedClass
@EnumSource(ServedFilesTest.Tree.class)
class ServedFilesTest {

  enum Tree {
    KERNEL,
    PLAIN
  }

  private static final Instant CHANGED = Instant.parse("2026-11-15T10:00:00.25Z");
  private static final String DATE = "Sun, 15 Nov 2026 10:00:00 GMT";
  private static final byte[] LARGE = new byte[100_000];

  static {
    Arrays.fill(LARGE, (byte) 'x');
  }

  @Parameter private Tree tree;
  @TempDir private Path dir;
  private Path root = Path.of("");

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(dir.resolve("root"));
    write(dir.resolve("secret"), "secret");
    write(root.resolve("page.html"), "<p>page</p>");
    write(root.resolve("large.bin"), LARGE);
    write(root.resolve("empty.txt"), "");
    Files.createDirectories(root.resolve("sub/deeper"));
    write(root.resolve("sub/index.html"), "index of sub");
    Files.createDirectories(root.resolve("list/index.html"));
    write(root.resolve("list/b.txt"), "b");
    write(root.resolve("list/.hidden"), "hidden");
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
  }

  private HttpApp app(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    section.put("serve_path", new Conf.Value(root.toString(), null));
    for (int i = 0; i < options.length; i += 2) {
      section.put(options[i], new Conf.Value(options[i + 1], null));
    }
    Conf conf = Conf.of(Map.of("files", section), List.of());
    var factory = tree == Tree.KERNEL ? new FilesApp(FileTrees::open) : new FilesApp();
    return factory.create("files", factory.parseConf("files", conf), new NotFound());
  }

  private static Response ask(HttpApp app, Request request) throws Exception {
    try {
      return app.handle(request);
    } catch (HttpException e) {
      return e.response();
    }
  }

  private Response get(String target, String... fields) throws Exception {
    return ask(app(), request(target, fields).request());
  }

  private static FakeRequest request(String target, String... fields) {
    FakeRequest request = FakeRequest.to(target);
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    return request;
  }

  private static byte[] content(Response response) throws IOException {
    Body body = response.body();
    if (body instanceof Body.OpenFile open) {
      try (InputStream in = Channels.newInputStream(open.file().position(open.offset()))) {
        return in.readNBytes((int) open.length());
      }
    }
    return ((Body.Bytes) body).bytes();
  }

  private static String text(Response response) throws IOException {
    return new String(content(response), StandardCharsets.UTF_8);
  }

  private static int status(Response response) throws IOException {
    response.discard();
    return response.status().code();
  }

  // --- files ---

  @Test
  void servesAFileWithWhatIsKnownOfIt() throws Exception {
    Response page = get("/page.html");
    assertEquals(Status.OK, page.status());
    assertEquals("<p>page</p>", text(page));
    assertEquals("text/html; charset=utf-8", page.headers().get("Content-Type"));
    assertEquals(DATE, page.headers().get("Last-Modified"));
    assertEquals("bytes", page.headers().get("Accept-Ranges"));
    assertEquals("Accept-Encoding", page.headers().get("Vary"));
    assertEquals("nosniff", page.headers().get("X-Content-Type-Options"));
    assertTrue(page.headers().get("ETag", "").matches("\"[!-~]+\""), page::toString);
    assertNull(page.headers().get("Cache-Control"));
  }

  @Test
  void aLargeFileIsHandedOverOpen() throws Exception {
    Response large = get("/large.bin");
    assertInstanceOf(Body.OpenFile.class, large.body());
    assertEquals("application/octet-stream", large.headers().get("Content-Type"));
    assertNull(large.headers().get("Vary"));
    assertArrayEquals(LARGE, content(large));
  }

  @Test
  void anEmptyFileIsServed() throws Exception {
    Response empty = get("/empty.txt");
    assertEquals(200, empty.status().code());
    assertEquals("", text(empty));
  }

  @Test
  void headIsAsGet() throws Exception {
    Response head = ask(app(), request("/page.html").method("HEAD").request());
    assertEquals(get("/page.html").headers(), head.headers());
    assertEquals("<p>page</p>", text(head)); // The server sends the length of it.
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE", "OPTIONS", "get"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    Response refused = ask(app(), request("/page.html").method(method).request());
    assertEquals(405, refused.status().code());
    assertEquals("GET, HEAD", refused.headers().get("Allow"));
  }

  @Test
  void anExchangedFileHasAnotherTag() throws Exception {
    HttpApp app = app();
    Request request = request("/page.html").request();
    String tag = ask(app, request).headers().get("ETag");
    assertEquals(tag, ask(app, request).headers().get("ETag"));
    Path newer = dir.resolve("newer");
    Files.writeString(newer, "<p>next</p>"); // as long as the one before
    Files.setLastModifiedTime(newer, FileTime.from(CHANGED.plusNanos(1_000_000)));
    Files.move(newer, root.resolve("page.html"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Response next = ask(app, request);
    assertEquals("<p>next</p>", text(next));
    assertNotEquals(tag, next.headers().get("ETag"));
  }

  // --- conditions and ranges ---

  @Test
  void whoHasTheFileDoesNotGetItAgain() throws Exception {
    String tag = get("/page.html").headers().get("ETag", "");
    Response unchanged = get("/page.html", "If-None-Match", tag);
    assertEquals(304, unchanged.status().code());
    assertEquals(tag, unchanged.headers().get("ETag"));
    assertEquals(Body.EMPTY, unchanged.body());
    assertEquals(304, status(get("/page.html", "If-Modified-Since", DATE)));
    assertEquals(412, status(get("/page.html", "If-Match", "\"other\"")));
    assertEquals(200, status(get("/page.html", "If-None-Match", "\"other\"")));
  }

  @Test
  void rangesAreSent() throws Exception {
    Response part = get("/page.html", "Range", "bytes=3-6");
    assertEquals(206, part.status().code());
    assertEquals("page", text(part));
    Response large = get("/large.bin", "Range", "bytes=99990-");
    assertEquals("bytes 99990-99999/100000", large.headers().get("Content-Range"));
    assertEquals(10, content(large).length);
    Response two = get("/large.bin", "Range", "bytes=0-1,5-6");
    assertEquals(206, two.status().code());
    try (InputStream in = ((Body.Stream) two.body()).stream()) {
      String parts = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(parts.contains("Content-Range: bytes 5-6/100000\r\n\r\nxx\r\n"), parts);
    }
    assertEquals(416, status(get("/large.bin", "Range", "bytes=100000-")));
  }

  // --- directories ---

  @Test
  void aDirectoryHasASlash() throws Exception {
    Response moved = get("/sub?a=b");
    assertEquals(301, moved.status().code());
    assertEquals("/sub/?a=b", moved.headers().get("Location"));
    assertEquals("index of sub", text(get("/sub/")));
    assertEquals(404, status(get("/page.html/")));
  }

  @ParameterizedTest
  @CsvSource({
    "//sub, /sub/",
    "/%73ub, /sub/",
    "///sub//deeper, /sub/deeper/",
    "/evil%0d%0aSet-Cookie:a, /evil%0D%0ASet-Cookie%3Aa/",
    "//evil.example, /evil.example/",
    "/%5cevil.example, /%5Cevil.example/"
  })
  void noRedirectionLeadsElsewhere(String target, String location) throws Exception {
    Files.createDirectories(root.resolve("evil\r\nSet-Cookie:a"));
    Files.createDirectories(root.resolve("evil.example"));
    Files.createDirectories(root.resolve("\\evil.example"));
    assertEquals(location, get(target).headers().get("Location"));
  }

  @Test
  void aPrefixIsPartOfTheRedirection() throws Exception {
    HttpApp app = app("path", "/static/");
    assertEquals("/static/", ask(app, request("/static").request()).headers().get("Location"));
    assertEquals(
        "/static/sub/", ask(app, request("/static/sub").request()).headers().get("Location"));
    assertEquals("index of sub", text(ask(app, request("/static/sub/").request())));
    assertEquals("404 Not Found\n", text(ask(app, request("/staticpage.html").request())));
  }

  @Test
  void aDirectoryIsListed() throws Exception {
    Files.createDirectories(root.resolve("list/z"));
    String page = text(get("/list/"));
    assertTrue(page.contains("<h1>/list/</h1>"), page);
    assertTrue(page.contains("<a href=\"../\">../</a>"), page);
    assertTrue(page.contains("<a href=\"./b.txt\"><bdi>b.txt</bdi></a>"), page);
    assertTrue(page.indexOf("./z/") < page.indexOf("./b.txt"), page);
    assertFalse(page.contains("hidden"), page);
    assertFalse(text(get("/")).contains("../"));
  }

  @Test
  void aListingIsNotForEveryone() throws Exception {
    HttpApp app = app("listing", "no");
    assertEquals(403, status(ask(app, request("/list/").request())));
    assertEquals(200, status(ask(app, request("/sub/").request())));
  }

  @Test
  void namesInAListingAreHarmless() throws Exception {
    Path list = Files.createDirectory(root.resolve("names"));
    Files.createFile(list.resolve("\"onload='x'.txt"));
    Files.createFile(list.resolve("<script>alert(1)<"));
    Files.createFile(list.resolve("a\nb & c"));
    Files.createFile(list.resolve("javascript:alert(1)"));
    // By a shell, since the JDK takes only names that the charset of the system has.
    shell("touch \"$1/raw$(printf '\\377')\" \"$1/$(printf '\\342\\200\\256gpj.exe')\"", list);
    Response response = get("/names/");
    String page = text(response);
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("onload='"), page);
    assertFalse(page.contains("href=\"javascript"), page);
    assertFalse(page.contains("\u202e"), page);
    assertTrue(page.contains("href=\"./%22onload%3D%27x%27.txt\""), page);
    assertTrue(page.contains("a\ufffdb &amp; c"), page);
    assertTrue(page.contains("href=\"./raw%FF\"><bdi>raw\ufffd</bdi>"), page);
    assertEquals("default-src 'none'", response.headers().get("Content-Security-Policy"));
    for (String link : page.split("href=\"\\./", -1)) {
      if (!link.startsWith("<!DOCTYPE")) {
        assertEquals(200, status(get("/names/" + link.substring(0, link.indexOf('"')))), link);
      }
    }
  }

  // --- what is not served ---

  @ParameterizedTest
  @CsvSource({
    "/../secret, 403",
    "/%2e%2e/secret, 403",
    "/sub/..%2f..%2fsecret, 403",
    "/%252e%252e/secret, 404",
    "/..\\secret, 404",
    "/..%5csecret, 404",
    "/%c0%ae%c0%ae/secret, 404",
    "/%c0%ae%c0%ae%c0%afsecret, 404",
    "/out, 403",
    "/out-absolute, 403",
    "/up/secret, 403",
    "/loop, 404",
    "/in, 200",
    "/in-absolute/, 200",
    "/dangling, 404",
    "/list/.hidden, 404",
    "/none, 404",
    "/page.html/x, 404"
  })
  void nothingOutsideIsServed(String target, int status) throws Exception {
    link("out", "../secret");
    link("out-absolute", dir.resolve("secret").toString());
    link("up", "..");
    link("loop", "loop");
    link("in", "sub/index.html");
    link("in-absolute", root.resolve("sub").toString());
    link("dangling", "none");
    assertEquals(status, status(get(target)), target);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @Test
  void longPathsStandForNothing() throws Exception {
    assertEquals(404, status(get("/" + "x".repeat(300))));
    assertEquals(404, status(get("/x".repeat(4000))));
    assertEquals(404, status(get("/" + "x".repeat(300) + "/page.html")));
  }

  @Test
  void whatIsNoFileIsNotOpened() throws Exception {
    shell("mkfifo \"$1/fifo\"", root);
    assertEquals(403, status(get("/fifo")));
    assertFalse(text(get("/")).contains("fifo"));
    try (var socket =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      socket.bind(java.net.UnixDomainSocketAddress.of(root.resolve("socket")));
      assertEquals(403, status(get("/socket")));
    }
    root = Path.of("/dev");
    assertEquals(403, status(get("/null")));
    assertEquals(403, status(get("/zero")));
  }

  @Test
  void whatMayNotBeReadIsForbidden() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        System.getProperty("user.name", "").equals("root"), "root may read everything");
    Files.setPosixFilePermissions(
        root.resolve("page.html"), PosixFilePermissions.fromString("---------"));
    assertEquals(403, status(get("/page.html")));
  }

  @Test
  void dotFilesAreServedToWhoAsksForThem() throws Exception {
    HttpApp app = app("dot_files", "yes");
    assertEquals("hidden", text(ask(app, request("/list/.hidden").request())));
    assertTrue(text(ask(app, request("/list/").request())).contains("./.hidden"));
  }

  // --- precompressed forms ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd | br",
        "gzip, zstd | zstd",
        "gzip | gzip",
        "x-gzip | gzip",
        "br;q=0.1, gzip | gzip",
        "br;q=0, zstd;q=0, gzip | gzip",
        "* | br",
        "identity, br;q=0.5 |",
        "deflate |",
        "br;q=0 |"
      })
  void theFormThatTheClientLikesBestIsSent(String accepted, String coding) throws Exception {
    for (String ending : List.of("br", "zst", "gz")) {
      write(root.resolve("page.html." + ending), "as " + ending);
    }
    Response response = get("/page.html", "Accept-Encoding", accepted);
    assertEquals(coding, response.headers().get("Content-Encoding"));
    assertEquals("Accept-Encoding", response.headers().get("Vary"));
    assertEquals("text/html; charset=utf-8", response.headers().get("Content-Type"));
    String ending =
        coding == null ? "" : Map.of("br", "br", "zstd", "zst", "gzip", "gz").get(coding);
    assertEquals(coding == null ? "<p>page</p>" : "as " + ending, text(response));
    String tag = response.headers().get("ETag", "");
    assertEquals(coding != null, !tag.equals(get("/page.html").headers().get("ETag")));
    assertEquals(304, status(get("/page.html", "Accept-Encoding", accepted, "If-None-Match", tag)));
  }

  @Test
  void aFormThatIsOlderThanTheFileIsNotSent() throws Exception {
    write(root.resolve("page.html.gz"), "old");
    Files.setLastModifiedTime(root.resolve("page.html.gz"), FileTime.from(CHANGED.minusSeconds(1)));
    assertEquals("<p>page</p>", text(get("/page.html", "Accept-Encoding", "gzip")));
  }

  @Test
  void aFormWithoutItsFileIsNotThere() throws Exception {
    write(root.resolve("gone.html.gz"), "gone");
    assertEquals(404, status(get("/gone.html", "Accept-Encoding", "gzip")));
    Response itself = get("/gone.html.gz", "Accept-Encoding", "gzip");
    assertEquals("application/gzip", itself.headers().get("Content-Type"));
    assertNull(itself.headers().get("Content-Encoding"));
  }

  @Test
  void formsCanBeLeftAlone() throws Exception {
    write(root.resolve("page.html.gz"), "gz");
    HttpApp app = app("precompressed", "no");
    Response plain = ask(app, request("/page.html", "Accept-Encoding", "gzip").request());
    assertEquals("<p>page</p>", text(plain));
    assertNull(plain.headers().get("Vary"));
  }

  // --- options ---

  @Test
  void fieldsAreAsConfigured() throws Exception {
    HttpApp app = app("cache_control", "public, max-age=60", "charset", "iso-8859-1");
    Response page = ask(app, request("/page.html").request());
    assertEquals("public, max-age=60", page.headers().get("Cache-Control"));
    assertEquals("text/html; charset=iso-8859-1", page.headers().get("Content-Type"));
    Response bare = ask(app("charset", ""), request("/page.html").request());
    assertEquals("text/html", bare.headers().get("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "path, static",
    "serve_path, /nonexistent",
    "serve_path, ''",
    "listing, perhaps",
    "dot_files, some",
    "precompressed, gz",
    "charset, no such",
    "charset, utf-9",
    "cache_control, ü"
  })
  void sectionsThatMakeNoSenseAreRefused(String option, String value) {
    var refused = assertThrows(ConfException.class, () -> app(option, value));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("[files] " + option), refused::getMessage);
  }

  @Test
  void theDirectoryIsNotOptional() {
    Conf conf = Conf.of(Map.of("files", Map.of()), List.of());
    var refused = assertThrows(ConfException.class, () -> new FilesApp().parseConf("files", conf));
    assertTrue(String.valueOf(refused.getMessage()).contains("serve_path is missing"));
  }

  private static void shell(String line, Path argument) throws IOException, InterruptedException {
    assertEquals(
        0, new ProcessBuilder("sh", "-c", line, "sh", argument.toString()).start().waitFor());
  }
}

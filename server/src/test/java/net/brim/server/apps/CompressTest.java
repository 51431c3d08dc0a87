package net.brim.server.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import net.brim.api.Body;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressTest {

  private static final String TEXT = "All work and no play. ".repeat(200);

  @TempDir Path directory;

  private static Conf conf(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    for (int i = 0; i < options.length; i += 2) {
      section.put(options[i], new Conf.Value(options[i + 1], null));
    }
    return Conf.of(Map.of("app", section), List.of());
  }

  private static HttpApp app(Response response, String... options) {
    var compress = new Compress();
    return compress.create("app", compress.parseConf("app", conf(options)), request -> response);
  }

  private static Response handle(Response response, String accepted, String... options)
      throws Exception {
    var request = new FakeRequest("/page").header("Accept-Encoding", accepted).request();
    return app(response, options).handle(request);
  }

  private static Response page() {
    return Response.text(TEXT).asCompressible();
  }

  private static byte[] all(Body body) throws IOException {
    if (body instanceof Body.Bytes bytes) {
      return bytes.bytes();
    }
    if (body instanceof Body.Writer writer) {
      var out = new ByteArrayOutputStream();
      writer.output().writeTo(out);
      return out.toByteArray();
    }
    var stream = (Body.Stream) body;
    assertEquals(-1, stream.length());
    try (InputStream in = stream.stream()) {
      return in.readAllBytes();
    }
  }

  private static String decoded(Response response) throws IOException {
    byte[] bytes = all(response.body());
    String coding = response.headers().get("Content-Encoding");
    try (InputStream in =
        coding.equals("gzip")
            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
            : new ZstdInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** That it was left as it is, though a cache must know that it might not have been. */
  private static void assertPlain(Response original, Response response) {
    assertNull(response.headers().get("Content-Encoding"));
    assertSame(original.body(), response.body());
    assertEquals("Accept-Encoding", response.headers().get("Vary"));
  }

  // --- what is compressed ---

  @ParameterizedTest
  @EnumSource
  void compressesEachKindOfBody(Coding coding) throws Exception {
    Path file = Files.writeString(directory.resolve("f"), "<<" + TEXT + ">>");
    byte[] bytes = TEXT.getBytes(UTF_8);
    List<Body> bodies =
        List.of(
            new Body.Bytes(bytes),
            new Body.FileRegion(file, 2, bytes.length),
            new Body.Stream(new ByteArrayInputStream(bytes), -1),
            new Body.Stream(new ByteArrayInputStream(bytes), bytes.length),
            new Body.Writer(out -> out.write(bytes)),
            new Body.Writer(out -> {
              for (byte b : bytes) {
                out.write(b);
              }
              out.close();
            }));
    for (Body body : bodies) {
      Response response = handle(page().body(body), coding.token());
      assertEquals(coding.token(), response.headers().get("Content-Encoding"));
      assertEquals("Accept-Encoding", response.headers().get("Vary"));
      assertEquals(TEXT, decoded(response), body::toString);
    }
  }

  @Test
  void longBytesAreCompressedWhileTheyAreSent() throws Exception {
    String text = TEXT.repeat(100);
    Response response = handle(Response.text(text).asCompressible(), "gzip");
    assertTrue(response.body() instanceof Body.Stream);
    assertEquals(text, decoded(response));
  }

  @Test
  void changesWhatNoLongerHolds() throws Exception {
    Response original =
        page()
            .header("ETag", "\"a\"")
            .header("Content-Length", "" + TEXT.length())
            .header("Accept-Ranges", "bytes")
            .header("Vary", "Cookie")
            .header("Vary", "Origin");
    Response response = handle(original, "gzip");
    assertEquals("W/\"a\"", response.headers().get("ETag"));
    assertNull(response.headers().get("Content-Length"));
    assertNull(response.headers().get("Accept-Ranges"));
    assertEquals(List.of("Cookie, Origin, Accept-Encoding"), response.headers().all("Vary"));
    assertEquals("W/\"a\"", handle(page().header("ETag", "W/\"a\""), "gzip").headers().get("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept-encoding", "Cookie, Accept-Encoding", "*"})
  void saysOnceWhatTheResponseDependsOn(String vary) throws Exception {
    assertEquals(List.of(vary), handle(page().header("Vary", vary), "gzip").headers().all("Vary"));
  }

  @Test
  void thePathsOfTheSectionNeedNoMark() throws Exception {
    Response unmarked = Response.text(TEXT);
    for (String path : new String[] {"/static", "/static/", "/static/x", "/a/b/c"}) {
      var request = new FakeRequest(path).header("Accept-Encoding", "gzip").request();
      Response response = app(unmarked, "paths", "/static /a/b/").handle(request);
      assertEquals("gzip", response.headers().get("Content-Encoding"), path);
    }
    for (String path :
        new String[] {"/statics", "/", "/a", "/static/../page", "/static/x/..", "/a/bc"}) {
      var request = new FakeRequest(path).header("Accept-Encoding", "gzip").request();
      assertSame(unmarked, app(unmarked, "paths", "/static /a/b/").handle(request), path);
    }
    var request = new FakeRequest("/x").header("Accept-Encoding", "gzip").request();
    Response response = app(unmarked, "paths", "/").handle(request);
    assertEquals("gzip", response.headers().get("Content-Encoding"));
  }

  @Test
  void takesTheTypesAndCodingsOfItsSection() throws Exception {
    Response pdf = Response.bytes("application/pdf", TEXT.getBytes(UTF_8)).asCompressible();
    assertSame(pdf, handle(pdf, "gzip"));
    assertEquals(
        "gzip", handle(pdf, "gzip", "types", "application/pdf").headers().get("Content-Encoding"));
    assertSame(
        page().body().getClass(), handle(page(), "zstd", "encodings", "gzip").body().getClass());
    assertEquals("zstd", handle(page(), "gzip, zstd").headers().get("Content-Encoding"));
    assertEquals(
        "gzip",
        handle(page(), "gzip, zstd", "encodings", "gzip zstd").headers().get("Content-Encoding"));
  }

  @Test
  void tryingHarderMakesItShorter() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i * 7919 % 1000).append(i % 7 == 0 ? " lorem " : " ipsum ");
    }
    Response page = Response.text(text.toString()).asCompressible();
    for (String[] option : new String[][] {{"gzip", "level", "9"}, {"zstd", "zstd_level", "19"}}) {
      int fast = all(handle(page, option[0], option[1], "1").body()).length;
      int good = all(handle(page, option[0], option[1], option[2]).body()).length;
      assertTrue(good < fast, option[0] + ": " + good + " after " + fast);
    }
  }

  // --- what is not ---

  @Test
  void leavesAloneWhatIsNotMarked() throws Exception {
    Response unmarked = Response.text(TEXT);
    assertSame(unmarked, handle(unmarked, "gzip"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding | br",
        "Content-Encoding | identity",
        "Content-Range | bytes 0-9/10",
        "Cache-Control | public, no-transform",
        "Content-Digest | sha-256=:AA==:",
      })
  void leavesAloneWhatWasMadeForItsBytes(String name, String value) throws Exception {
    Response response = page().header(name, value);
    assertSame(response, handle(response, "gzip"));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 206})
  void leavesAloneStatusesWithoutAWholeBody(int status) throws Exception {
    Response response = page().status(new Status(status, ""));
    assertSame(response, handle(response, "gzip"));
  }

  @Test
  void leavesAloneTypesThatDoNotShrink() throws Exception {
    Response image = Response.bytes("image/png", TEXT.getBytes(UTF_8)).asCompressible();
    assertSame(image, handle(image, "gzip"));
    Response untyped = Response.of(Status.OK).body(TEXT.getBytes(UTF_8)).asCompressible();
    assertSame(untyped, handle(untyped, "gzip"));
  }

  @Test
  void compressesErrorsToo() throws Exception {
    Response response = handle(page().status(Status.NOT_FOUND), "gzip");
    assertEquals(404, response.status().code());
    assertEquals(TEXT, decoded(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "identity", "gzip;q=0", "*;q=0", "identity;q=0"})
  void sendsPlainWhatTheClientWantsPlain(String accepted) throws Exception {
    Response page = page();
    assertPlain(page, handle(page, accepted));
  }

  @Test
  void sendsPlainWhatIsShort() throws Exception {
    Response shorter = Response.text(TEXT.substring(0, 1023)).asCompressible();
    assertPlain(shorter, handle(shorter, "gzip"));
    assertEquals(
        "gzip",
        handle(Response.text(TEXT.substring(0, 1024)).asCompressible(), "gzip")
            .headers()
            .get("Content-Encoding"));
    assertEquals(
        "gzip", handle(shorter, "gzip", "min_size", "100").headers().get("Content-Encoding"));
    Response must = handle(shorter, "gzip;q=0.1, identity;q=0");
    assertEquals("gzip", must.headers().get("Content-Encoding"));
    Response empty = Response.text("").asCompressible();
    assertPlain(empty, handle(empty, "gzip, identity;q=0"));
  }

  @Test
  void sendsPlainWhatDoesNotShrink() throws Exception {
    byte[] noise = new byte[4000];
    new java.util.Random(1).nextBytes(noise);
    Response page = Response.bytes("text/plain", noise).asCompressible();
    assertPlain(page, handle(page, "gzip"));
  }

  @Test
  void leavesAFileThatIsNotThereToTheServer() throws Exception {
    Response missing = page().body(directory.resolve("none"), 0, 10_000);
    assertPlain(missing, handle(missing, "gzip"));
  }

  @Test
  void a304HasTheTagThatTheCompressedResponseHas() throws Exception {
    Response unchanged = Response.of(Status.NOT_MODIFIED).header("ETag", "\"a\"").asCompressible();
    Response response = handle(unchanged, "gzip");
    assertEquals("W/\"a\"", response.headers().get("ETag"));
    assertEquals("Accept-Encoding", response.headers().get("Vary"));
    assertNull(response.headers().get("Content-Encoding"));
    assertEquals("\"a\"", handle(unchanged, "br").headers().get("ETag"));
  }

  // --- streams ---

  /** What has come so far, of a stream that has not ended. */
  private static String soFar(byte[] gzip) throws Exception {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(gzip, 10, gzip.length - 10); // behind the head of RFC 1952
      byte[] text = new byte[10_000];
      return new String(text, 0, inflater.inflate(text), UTF_8);
    } finally {
      inflater.end();
    }
  }

  @Test
  void aFlushBringsOutWhatWasWritten() throws Exception {
    var sent = new ByteArrayOutputStream();
    var flushed = new AtomicReference<>("");
    var target =
        new java.io.FilterOutputStream(sent) {
          @Override
          public void flush() throws IOException {
            try {
              flushed.set(soFar(sent.toByteArray()));
            } catch (Exception e) {
              throw new IOException(e);
            }
          }
        };
    Response events =
        Response.of(Status.OK)
            .header("Content-Type", "text/event-stream")
            .body(out -> {
              out.flush();
              assertEquals("", flushed.getAndSet("?"));
              out.write("data: 1\n\n".getBytes(UTF_8));
              out.flush();
              assertEquals("data: 1\n\n", flushed.get());
              out.write("data: 2\n\n".getBytes(UTF_8));
              out.flush();
              assertEquals("data: 1\n\ndata: 2\n\n", flushed.get());
            })
            .asCompressible();
    ((Body.Writer) handle(events, "gzip").body()).output().writeTo(target);
    assertEquals("data: 1\n\ndata: 2\n\n", flushed.get());
  }

  @ParameterizedTest
  @EnumSource
  void whatAStreamGivesIsNotHeldBack(Coding coding) throws Exception {
    var source =
        new InputStream() {
          private int given;

          @Override
          public int read() {
            throw new AssertionError("one by one");
          }

          @Override
          public int read(byte[] into, int offset, int most) {
            assertEquals(0, given, "reads on before the first piece came out");
            given++;
            into[offset] = 'x';
            return 1;
          }
        };
    var in = new CompressedInput(coding, new Coding.Levels(6, 3), source);
    byte[] first = in.readNBytes(1);
    byte[] rest = in.readNBytes(in.available());
    assertEquals(0, in.available());
    byte[] all = new byte[1 + rest.length];
    all[0] = first[0];
    System.arraycopy(rest, 0, all, 1, rest.length);
    InputStream decoded =
        coding == Coding.GZIP
            ? new GZIPInputStream(new ByteArrayInputStream(all))
            : new ZstdInputStream(new ByteArrayInputStream(all));
    assertEquals('x', decoded.read());
    in.close();
  }

  @Test
  void aWriterThatFailsLeavesNoRegularEnd() throws Exception {
    for (Coding coding : Coding.values()) {
      var sent = new ByteArrayOutputStream();
      var kept = new AtomicReference<java.io.OutputStream>();
      Response broken =
          page()
              .body(out -> {
                kept.set(out);
                out.write(TEXT.getBytes(UTF_8));
                out.flush();
                throw new IOException("broken");
              });
      var writer = (Body.Writer) handle(broken, coding.token()).body();
      var thrown = assertThrows(IOException.class, () -> writer.output().writeTo(sent));
      assertEquals("broken", thrown.getMessage());
      int length = sent.size();
      assertThrows(IOException.class, () -> kept.get().write(1));
      kept.get().close();
      assertEquals(length, sent.size());
      Response cut = Response.of(Status.OK).header("Content-Encoding", coding.token());
      assertThrows(IOException.class, () -> decoded(cut.body(sent.toByteArray())), coding.token());
    }
  }

  @Test
  void aClientThatLeavesIsNoDifferentProblem() throws Exception {
    var gone =
        new java.io.OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    for (Coding coding : Coding.values()) {
      Response page = page().body(out -> out.write(TEXT.getBytes(UTF_8)));
      var writer = (Body.Writer) handle(page, coding.token()).body();
      assertEquals(
          "gone",
          assertThrows(IOException.class, () -> writer.output().writeTo(gone)).getMessage());
    }
  }

  @Test
  void theStreamOfTheAppIsClosedReadOrNot() throws Exception {
    for (boolean read : new boolean[] {false, true}) {
      var closed = new AtomicReference<>(false);
      var source =
          new ByteArrayInputStream(TEXT.getBytes(UTF_8)) {
            @Override
            public void close() {
              closed.set(true);
            }
          };
      var stream = (Body.Stream) handle(page().body(source), "gzip").body();
      if (read) {
        stream.stream().readNBytes(1);
      }
      stream.stream().close();
      assertEquals(true, closed.get());
    }
  }

  @Test
  void aFileThatBecomesShorterBreaksTheResponse() throws Exception {
    Path file = Files.writeString(directory.resolve("f"), TEXT);
    var stream = (Body.Stream) handle(page().body(file, 0, TEXT.length()), "gzip").body();
    Files.writeString(file, "short");
    try (InputStream in = stream.stream()) {
      assertThrows(java.io.EOFException.class, in::readAllBytes);
    }
  }

  @Test
  void bytesComeOneByOneToo() throws Exception {
    var stream =
        (Body.Stream)
            handle(page().body(new ByteArrayInputStream(TEXT.getBytes(UTF_8))), "gzip").body();
    var bytes = new ByteArrayOutputStream();
    try (InputStream in = stream.stream()) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        bytes.write(b);
      }
      assertEquals(-1, in.read());
    }
    byte[] text = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())).readAllBytes();
    assertArrayEquals(TEXT.getBytes(UTF_8), text);
  }

  // --- the section ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paths | static | a list of paths that begin with /",
        "types | */* | such as application/json, text/* or *+xml",
        "types | '' | such as application/json, text/* or *+xml",
        "min_size | lots | a size such as 65536, 64k or 1m",
        "level | 0 | a number from 1 to 9",
        "level | 10 | a number from 1 to 9",
        "level | best | a whole number",
        "zstd_level | 0 | a number from 1 to 19",
        "zstd_level | 20 | a number from 1 to 19",
        "encodings | br | zstd and gzip, or one of them",
        "encodings | gzip gzip | zstd and gzip, or one of them",
        "encodings | '' | zstd and gzip, or one of them",
      })
  void saysWhatIsWrongWithTheSection(String option, String value, String expected) {
    String text = value.replace("''", "");
    var problem =
        assertThrows(
            ConfException.class, () -> new Compress().parseConf("app", conf(option, text)));
    assertEquals("[app] " + option + " = " + text + ": expected " + expected, problem.getMessage());
  }
}

package net.brim.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {

  private static final String TEXT = "0123456789";
  private static final String DATE = "Fri, 20 Nov 2026 10:00:00 GMT";
  private static final Instant LATER = Instant.parse("2026-11-20T10:00:01Z");

  @TempDir Path directory;

  /** {@code whole} where the field is ignored, {@code none} for 416. */
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "bytes=0-0; 10; 0-0",
        "bytes=0-; 10; 0-9",
        "bytes=3-5; 10; 3-5",
        "BYTES=3-5; 10; 3-5",
        "bytes=3-99; 10; 3-9",
        "bytes=9-; 10; 9-9",
        "bytes=-3; 10; 7-9",
        "bytes=-99; 10; 0-9",
        "bytes=007-08; 10; 7-8",
        "bytes=0-99999999999999999999999; 10; 0-9",
        "bytes= 1-2 , 4-5; 10; 1-2 4-5",
        "bytes=,,1-2,,; 10; 1-2",
        "bytes=8-9,0-1; 10; 8-9 0-1",
        "bytes=8-9,0-1,-2; 10; 0-1 8-9",
        "bytes=0-5,5-9; 10; 0-9",
        "bytes=0-4,5-9; 10; 0-4 5-9",
        "bytes=0-1,50-; 10; 0-1",
        "bytes=10-; 10; none",
        "bytes=10-,20-; 10; none",
        "bytes=-0; 10; none",
        "bytes=99999999999999999999999-; 10; none",
        "bytes=0-,0-,0-; 10; 0-9",
        "bytes=0-,0-,0-,0-; 10; none",
        "bytes=0-0; 0; none",
        "bytes=0-; 0; none",
        "bytes=-5; 0; whole",
        "bytes=-0; 0; none",
        "bytes=; 10; whole",
        "bytes=,; 10; whole",
        "bytes; 10; whole",
        "bytes 0-1; 10; whole",
        "bytes =0-1; 10; whole",
        "lines=0-1; 10; whole",
        "bytes=1; 10; whole",
        "bytes=-; 10; whole",
        "bytes=5-3; 10; whole",
        "bytes=a-b; 10; whole",
        "bytes=0x1-2; 10; whole",
        "bytes=+1-2; 10; whole",
        "bytes=--1; 10; whole",
        "bytes=1-2-3; 10; whole",
        "bytes=1 - 2; 10; whole",
        "bytes=0-1,x; 10; whole",
      })
  void readsTheField(String field, long whole, String expected) {
    assertEquals(expected, show(ByteRange.parse(field, whole)));
  }

  private static String show(List<ByteRange> ranges) {
    if (ranges == null) {
      return "whole";
    }
    return ranges.isEmpty()
        ? "none"
        : ranges.stream().map(r -> r.first() + "-" + r.last()).collect(Collectors.joining(" "));
  }

  @Test
  void refusesFloods() {
    assertEquals(16, ByteRange.parse(many(16), 1000).size());
    assertEquals(List.of(), ByteRange.parse(many(17), 1000));
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> 10 * i + "-" + (10 * i + 1))
        .collect(Collectors.joining(",", "bytes=", ""));
  }

  private static Response text() {
    return Response.text(TEXT).header("ETag", "\"a\"").header("Last-Modified", DATE);
  }

  private Response file() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "<<" + TEXT + ">>");
    return text().body(file, 2, 10);
  }

  private static String content(Body body) throws IOException {
    if (body instanceof Body.Bytes bytes) {
      return new String(bytes.bytes(), ISO_8859_1);
    }
    if (body instanceof Body.FileRegion region) {
      return Files.readString(region.file())
          .substring((int) region.offset(), (int) (region.offset() + region.length()));
    }
    var stream = (Body.Stream) body;
    try (var in = stream.stream()) {
      byte[] all = in.readAllBytes();
      assertEquals(stream.length(), all.length);
      return new String(all, ISO_8859_1);
    }
  }

  private static Response apply(Response response, String... fields) throws IOException {
    return Ranges.apply(TestRequest.get(fields), response, LATER);
  }

  @Test
  void sendsOneRange() throws IOException {
    for (Response whole : List.of(text(), file())) {
      Response response = apply(whole, "Range", "bytes=2-4");
      assertEquals(Status.PARTIAL_CONTENT, response.status());
      assertEquals("bytes 2-4/10", response.headers().get("Content-Range"));
      assertEquals("text/plain; charset=utf-8", response.headers().get("Content-Type"));
      assertEquals("\"a\"", response.headers().get("ETag"));
      assertEquals("234", content(response.body()));
      assertEquals(whole.body().getClass(), response.body().getClass());
    }
  }

  @Test
  void sendsSeveralRangesInParts() throws IOException {
    for (Response whole : List.of(text(), file())) {
      Response response = apply(whole, "Range", "bytes=-1,0-1");
      assertEquals(Status.PARTIAL_CONTENT, response.status());
      assertNull(response.headers().get("Content-Range"));
      String type = response.headers().get("Content-Type");
      assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
      String boundary = type.substring(type.indexOf('=') + 1);
      assertEquals(
          """
          --B
          Content-Type: text/plain; charset=utf-8
          Content-Range: bytes 9-9/10

          9
          --B
          Content-Type: text/plain; charset=utf-8
          Content-Range: bytes 0-1/10

          01
          --B--
          """
              .replace("\n", "\r\n")
              .replace("B\r", boundary + "\r")
              .replace("B--", boundary + "--"),
          content(response.body()));
    }
  }

  @Test
  void sendsPartsWithoutATypeWhereTheWholeHasNone() throws IOException {
    Response whole = Response.of(Status.OK).body(TEXT.getBytes(ISO_8859_1));
    String parts = content(apply(whole, "Range", "bytes=0-0,2-2").body());
    assertTrue(!parts.contains("Content-Type") && parts.contains("Content-Range"), parts);
  }

  @Test
  void saysWhatThereIsWhereNothingFits() throws IOException {
    Response response = apply(text(), "Range", "bytes=10-");
    assertEquals(Status.RANGE_NOT_SATISFIABLE, response.status());
    assertEquals("bytes */10", response.headers().get("Content-Range"));
    assertNull(response.headers().get("ETag"));
  }

  @Test
  void offersRangesWithTheWhole() throws IOException {
    Response response = apply(text());
    assertEquals(200, response.status().code());
    assertEquals("bytes", response.headers().get("Accept-Ranges"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "\"a\"; 206",
        "\"b\"; 200",
        "W/\"a\"; 200",
        DATE + "; 206",
        "Fri, 20 Nov 2026 10:00:01 GMT; 200",
        "Fri, 20 Nov 2026 09:59:59 GMT; 200",
        "a; 200"
      })
  void sendsAllWhereIfRangeFindsAChange(String condition, int status) throws IOException {
    Response response = apply(text(), "Range", "bytes=0-1", "If-Range", condition);
    assertEquals(status, response.status().code());
    assertEquals(
        200,
        apply(text(), "Range", "bytes=0-1", "If-Range", condition, "If-Range", condition)
            .status()
            .code());
  }

  @Test
  void doesNotTrustADateOfThisSecond() throws IOException {
    Request request = TestRequest.get("Range", "bytes=0-1", "If-Range", DATE);
    assertEquals(200, Ranges.apply(request, text(), LATER.minusMillis(1)).status().code());
  }

  @Test
  void doesNotTrustAWeakTag() throws IOException {
    Response weak = Response.text(TEXT).header("ETag", "W/\"a\"");
    assertEquals(200, apply(weak, "Range", "bytes=0-1", "If-Range", "W/\"a\"").status().code());
    Response none = Response.text(TEXT);
    assertEquals(200, apply(none, "Range", "bytes=0-1", "If-Range", "\"a\"").status().code());
  }

  @Test
  void anOpenFileHasRangesAndIsClosedWhereNothingIsSent() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "<<" + TEXT + ">>");
    FileChannel channel = FileChannel.open(file);
    Response whole = text().body(new Body.OpenFile(channel, 2, 10));
    assertEquals(new Body.OpenFile(channel, 4, 3), apply(whole, "Range", "bytes=2-4").body());
    Response parts = apply(whole, "Range", "bytes=0-1,8-9");
    try (var stream = ((Body.Stream) parts.body()).stream()) {
      String sent = new String(stream.readAllBytes(), ISO_8859_1);
      assertTrue(sent.contains("bytes 8-9/10\r\n\r\n" + TEXT.substring(8) + "\r\n"), sent);
    }
    assertFalse(channel.isOpen());
    FileChannel another = FileChannel.open(file);
    Response none = apply(text().body(new Body.OpenFile(another, 2, 10)), "Range", "bytes=10-");
    assertEquals(416, none.status().code());
    assertFalse(another.isOpen());
  }

  @Test
  void leavesWhatHasNoRangesAlone() throws IOException {
    Response stream = Response.of(Status.OK).body(java.io.InputStream.nullInputStream());
    assertSame(stream, apply(stream, "Range", "bytes=0-1"));
    Response missing = text().status(Status.NOT_FOUND);
    assertSame(missing, apply(missing, "Range", "bytes=0-1"));
    Response posted = text();
    Request post = TestRequest.of("POST", "/", "/", "Range", "bytes=0-1");
    assertSame(posted, Ranges.apply(post, posted, LATER));
    Request head = TestRequest.of("HEAD", "/", "/", "Range", "bytes=0-1");
    Response headed = Ranges.apply(head, text(), LATER);
    assertEquals(200, headed.status().code());
    assertEquals("bytes", headed.headers().get("Accept-Ranges"));
    assertEquals(200, apply(text(), "Range", "bytes=0-1", "Range", "bytes=0-1").status().code());
  }

  @Test
  void aFileThatLacksBytesIsLeftToTheServer() throws IOException {
    Response response = text().body(directory.resolve("none"), 0, 10);
    assertEquals(200, apply(response, "Range", "bytes=0-1").status().code());
    Response shorter = file();
    Files.writeString(directory.resolve("f"), TEXT);
    assertEquals(200, apply(shorter, "Range", "bytes=0-1").status().code());
  }

  @Test
  void aFileThatBecomesShorterBreaksTheResponse() throws IOException {
    var parts = (Body.Stream) apply(file(), "Range", "bytes=0-1,8-9").body();
    Files.writeString(directory.resolve("f"), "<<0");
    try (var in = parts.stream()) {
      assertThrows(EOFException.class, in::readAllBytes);
    }
  }

  @Test
  void partsCanBeReadByteByByte() throws IOException {
    var parts = (Body.Stream) apply(file(), "Range", "bytes=0-1,8-9").body();
    var text = new StringBuilder();
    try (var in = parts.stream()) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
        assertEquals(parts.length() - text.length(), in.available());
      }
    }
    assertEquals(parts.length(), text.length());
  }
}

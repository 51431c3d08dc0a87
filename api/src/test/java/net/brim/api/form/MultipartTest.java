package net.brim.api.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.brim.api.ClientError.BadRequest;
import net.brim.api.ClientError.UnsupportedMediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

  static final String TYPE = "multipart/form-data; boundary=b";

  /** A stream that gives up to so many bytes at a time. */
  static InputStream inPieces(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, most));
      }
    };
  }

  static Multipart form(String body) {
    return Multipart.of(
        TYPE, new ByteArrayInputStream(body.getBytes(ISO_8859_1)), FormLimits.DEFAULT);
  }

  static String part(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static Part next(Multipart form) throws IOException {
    Part part = form.next();
    assertNotNull(part);
    return part;
  }

  /** Names and contents in turn. */
  static List<String> read(Multipart form) throws IOException {
    var all = new ArrayList<String>();
    for (Part part; (part = form.next()) != null; ) {
      all.add(part.name());
      all.add(new String(part.body().readAllBytes(), ISO_8859_1));
    }
    assertNull(form.next());
    return all;
  }

  @Test
  void readsFieldsAndFiles() throws IOException {
    Multipart form =
        form(
            part("title", "Gr\u00c3\u00bcn")
                + "--b\r\n"
                + "content-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\nX-Other: 1\r\n\r\n"
                + "\u0000\u00ff\r\n--x\r\n\r\n"
                + "--b--\r\n");
    Part title = next(form);
    assertEquals("title", title.name());
    assertNull(title.fileName());
    assertEquals("text/plain", title.contentType());
    assertEquals("Grün", title.text(5));
    Part file = next(form);
    assertEquals("file", file.name());
    assertEquals("a.bin", file.fileName());
    assertEquals("application/octet-stream", file.contentType());
    assertEquals("1", file.headers().get("x-other"));
    assertArrayEquals("\u0000\u00ff\r\n--x\r\n".getBytes(ISO_8859_1), file.bytes(100));
    assertNull(form.next());
    assertNull(form.next());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b | a b",
        "gr\u00c3\u00bcn | grün",
        "q\\\"q | q\"q",
        "../../etc/passwd | ../../etc/passwd",
        "<b>'x'</b>; a=b | <b>'x'</b>; a=b"
      })
  void fileNamesAreAsTheClientHasThem(String sent, String expected) throws IOException {
    Multipart form =
        form(
            "--b\r\nContent-Disposition: form-data; name=f; filename=\""
                + sent
                + "\"\r\n\r\n\r\n--b--");
    assertEquals(expected, next(form).fileName());
  }

  @Test
  void namesMayHoldQuotesAndLineEnds() throws IOException {
    String field = "Content-Disposition: form-data; name=\"a%0D%0Ab%41\"; filename=\"%22c%22\"";
    Part part = next(form("--b\r\n" + field + "\r\n\r\n\r\n--b--"));
    assertEquals("a\r\nb%41", part.name());
    assertEquals("\"c\"", part.fileName());
  }

  @Test
  void whatIsAroundThePartsIsSkipped() throws IOException {
    assertEquals(
        List.of("a", "1", "c", "2"),
        read(
            form(
                "preamble\r\n--\r\n"
                    + part("a", "1")
                    + part("c", "2")
                    + "--b-- \r\nepilogue --b\r\n")));
  }

  @Test
  void emptyPartsAndMissingLastLineEndsAreFine() throws IOException {
    assertEquals(List.of("a", "", "c", ""), read(form(part("a", "") + part("c", "") + "--b--")));
    assertEquals(List.of(), read(form("--b--")));
    // A part whose head is followed by the boundary at once (RFC 2046: the body is optional).
    String headOnly = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n";
    assertEquals(List.of("a", "", "c", "x"), read(form(headOnly + part("c", "x") + "--b--")));
    // Blanks after a boundary.
    assertEquals(
        List.of("a", "x"),
        read(form("--b \t \r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--")));
  }

  @Test
  void linesOfAHeadMayBeFolded() throws IOException {
    Multipart form =
        form(
            "--b\r\nContent-Disposition: form-data;\r\n \tname=a;\r\n filename=f\r\nX-Y: z\r\n\r\n\r\n--b--");
    Part part = next(form);
    assertEquals("a", part.name());
    assertEquals("f", part.fileName());
    assertEquals("z", part.headers().get("X-Y"));
  }

  @Test
  void aPartThatIsLeftIsSkipped() throws IOException {
    Multipart form = form(part("a", "x".repeat(100_000)) + part("c", "2") + "--b--");
    Part first = next(form);
    assertEquals('x', first.body().read());
    Part second = next(form);
    assertThrows(IOException.class, () -> first.body().read());
    assertThrows(IOException.class, () -> first.body().transferTo(OutputStream.nullOutputStream()));
    assertEquals("2", second.text(10));
    assertEquals(-1, second.body().read());
    assertEquals(0, second.body().available());
  }

  @Test
  void theBodyIsAStreamInEveryWay() throws IOException {
    String content = "0123456789".repeat(20_000);
    Multipart form = form(part("a", content) + "--b--");
    InputStream body = next(form).body();
    assertEquals('0', body.read());
    assertEquals(0, body.read(new byte[0]));
    assertEquals(100_000, body.skip(100_000));
    assertEquals(0, body.skip(-5));
    assertEquals('1', body.read());
    byte[] three = new byte[5];
    assertEquals(3, body.read(three, 1, 3));
    assertArrayEquals(new byte[] {0, '2', '3', '4', 0}, three);
    var rest = new ByteArrayOutputStream();
    assertEquals(content.length() - 100_005, body.transferTo(rest));
    assertEquals(content.substring(100_005), rest.toString(UTF_8));
    assertEquals(0, body.skip(1));
    assertEquals(-1, body.read(new byte[1]));
  }

  @Test
  void whatHasArrivedCanBeReadBeforeTheRest() throws IOException {
    byte[] begun = (part("a", "x").stripTrailing() + "y\r").getBytes(ISO_8859_1);
    InputStream stalled =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            throw new AssertionError("it would wait for ever");
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, begun.length - at);
            if (count == 0) {
              throw new AssertionError("it would wait for ever");
            }
            System.arraycopy(begun, at, into, offset, count);
            at += count;
            return count;
          }
        };
    Part part = next(Multipart.of(TYPE, stalled, FormLimits.DEFAULT));
    byte[] read = new byte[10];
    assertEquals(2, part.body().read(read));
    assertEquals("xy", new String(read, 0, 2, UTF_8));
  }

  @Test
  void aTextHasTheCharsetThatItSays() throws IOException {
    String head =
        "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=";
    assertEquals("ü", next(form(head + "ISO-8859-1\r\n\r\n\u00fc\r\n--b--")).text(10));
    Part unknown = next(form(head + "klingon\r\n\r\nx\r\n--b--"));
    assertThrows(UnsupportedMediaType.class, () -> unknown.text(10));
    Part nonsense = next(form(head + "\"a b\"\r\n\r\nx\r\n--b--"));
    assertThrows(UnsupportedMediaType.class, () -> nonsense.text(10));
  }

  @Test
  void aPartMayBeMultipartItself() throws IOException {
    String inner =
        """
        --inner
        Content-Disposition: file; filename=a

        1
        --inner

        2
        --inner--
        """
            .replace("\n", "\r\n");
    Multipart outer =
        form(
            "--b\r\nContent-Disposition: form-data; name=files\r\n"
                + "Content-Type: multipart/mixed; boundary=inner\r\n\r\n"
                + inner
                + "\r\n"
                + part("after", "3")
                + "--b--");
    Part files = next(outer);
    Multipart nested = Multipart.of(files.contentType(), files.body(), FormLimits.DEFAULT);
    Part first = next(nested);
    assertEquals("", first.name());
    assertEquals("a", first.fileName());
    assertEquals("1", first.text(1));
    Part second = next(nested);
    assertEquals(0, second.headers().size());
    assertEquals("2", second.text(1));
    assertNull(nested.next());
    assertEquals("3", next(outer).text(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 11, 64, 1000, 32_767, 32_768, 100_000})
  void theWayItArrivesDoesNotMatter(int most) throws IOException {
    String nearly =
        "\r\n--bound\r\n--boundar\r\n-\r\n--\r\r\n\n--boundary".repeat(50) + "\r\n--boundar";
    String large = nearly.repeat(60);
    String type = "multipart/form-data; boundary=\"boundary-\"";
    String body =
        ("pre\r\n" + part("a", nearly) + part("c", large) + part("d", "\r\n") + "--b--\r\n")
            .replaceAll("(?m)^--b(?=\r|--\r)", "--boundary-");
    byte[] bytes = body.getBytes(ISO_8859_1);
    Multipart form = Multipart.of(type, inPieces(bytes, most), FormLimits.DEFAULT);
    assertEquals(List.of("a", nearly, "c", large, "d", "\r\n"), read(form));
  }

  /** Compared with a search that is too simple to be wrong. */
  @Test
  void findsBoundariesInDataThatResemblesThem() throws IOException {
    Random random = new Random(4);
    String alphabet = "\r\n-ab";
    for (int round = 0; round < 3000; round++) {
      String boundary = random.nextBoolean() ? "aab" : "a".repeat(1 + random.nextInt(70));
      var text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(
            random.nextInt(8) == 0
                ? "\r\n--a"
                : alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String content = text.toString().replace("\r\n--" + boundary, "");
      if (content.contains("\r\n--" + boundary) || content.startsWith("--" + boundary)) {
        continue;
      }
      String body = "--" + boundary + "\r\n\r\n" + content + "\r\n--" + boundary + "--";
      Multipart parts =
          Multipart.of(
              "multipart/mixed; boundary=" + boundary,
              inPieces(body.getBytes(ISO_8859_1), 1 + random.nextInt(80)),
              FormLimits.DEFAULT);
      assertEquals(List.of("", content), read(parts), boundary);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=\"a\u00fc\"",
        "multipart/form-data; boundary=\"a\rb\"",
        "multipart/form-data; boundary=a; boundary=b"
      })
  void aBoundaryMustBeOne(String type) {
    InputStream none = InputStream.nullInputStream();
    assertThrows(BadRequest.class, () -> Multipart.of(type, none, FormLimits.DEFAULT));
  }

  @Test
  void aBoundaryHasUpTo70Characters() throws IOException {
    String longest = "0123456789'()+_,-./:=? x".repeat(3).substring(0, 69) + "x";
    String type = "multipart/mixed; boundary=\"" + longest + "\"";
    byte[] body = ("--" + longest + "\r\n\r\nx\r\n--" + longest + "--").getBytes(ISO_8859_1);
    assertEquals(
        List.of("", "x"),
        read(Multipart.of(type, new ByteArrayInputStream(body), FormLimits.DEFAULT)));
    String tooLong = "multipart/mixed; boundary=" + "x".repeat(71);
    InputStream none = InputStream.nullInputStream();
    assertThrows(BadRequest.class, () -> Multipart.of(tooLong, none, FormLimits.DEFAULT));
    assertThrows(
        UnsupportedMediaType.class, () -> Multipart.of("text/plain", none, FormLimits.DEFAULT));
  }
}

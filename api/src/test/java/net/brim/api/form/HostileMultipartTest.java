package net.brim.api.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static net.brim.api.form.MultipartTest.TYPE;
import static net.brim.api.form.MultipartTest.form;
import static net.brim.api.form.MultipartTest.part;
import static net.brim.api.form.MultipartTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import net.brim.api.ClientError.BadRequest;
import net.brim.api.ClientError.ContentTooLarge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that somebody made to do harm. */
class HostileMultipartTest {

  /** The same bytes again and again, and how many of them were taken. */
  private static final class Endless extends InputStream {

    private final byte[] bytes;
    private long taken;

    Endless(String text) {
      this.bytes = text.getBytes(ISO_8859_1);
    }

    @Override
    public int read() {
      return bytes[(int) (taken++ % bytes.length)] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      for (int i = 0; i < length; i++) {
        into[offset + i] = (byte) read();
      }
      return length;
    }
  }

  private static InputStream then(String begin, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(begin.getBytes(ISO_8859_1)), rest);
  }

  @Test
  void aBodyThatBreaksOffAnywhereIsNeverTakenForWhole() throws IOException {
    String whole = part("a", "1\r\n2") + part("c", "") + "--b--";
    assertEquals(4, read(form(whole)).size());
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThrows(BadRequest.class, () -> read(form(cut)), cut);
    }
  }

  @Test
  void whoReadsAPartThatBreaksOffIsTold() throws IOException {
    Part part = form("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nabc").next();
    assertNotNull(part);
    byte[] begun = new byte[3];
    assertEquals(3, part.body().readNBytes(begun, 0, 3));
    assertThrows(BadRequest.class, () -> part.body().read());
  }

  @Test
  void aBoundaryThatNeverComesIsGivenUpEarly() {
    var noise = new Endless("no boundary here\r\n-");
    Multipart form = Multipart.of(TYPE, noise, FormLimits.DEFAULT);
    assertThrows(BadRequest.class, form::next);
    assertTrue(noise.taken <= 128 * 1024, "taken: " + noise.taken);
  }

  @Test
  void anEndlessPartPassesThroughAndACapEndsIt() throws IOException {
    String head = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n";
    var noise = new Endless("\r\n--\r\n-x");
    Part part = Multipart.of(TYPE, then(head, noise), FormLimits.DEFAULT).next();
    assertNotNull(part);
    assertEquals(50_000_000, part.body().skip(50_000_000));
    assertThrows(ContentTooLarge.class, () -> part.text(1000));
    assertTrue(noise.taken <= 50_000_000 + 128 * 1024, "taken: " + noise.taken);
  }

  @Test
  void anEndlessListOfPartsHasALimit() throws IOException {
    Multipart form = Multipart.of(TYPE, new Endless(part("a", "x")), FormLimits.DEFAULT);
    for (int i = 0; i < FormLimits.DEFAULT.parts(); i++) {
      assertNotNull(form.next());
    }
    assertThrows(ContentTooLarge.class, form::next);
  }

  @Test
  void tenThousandPartsAreReadWhereTheyAreWanted() throws IOException {
    String body = part("a", "x").repeat(10_000) + "--b--";
    assertThrows(ContentTooLarge.class, () -> read(form(body)));
    FormLimits limits = FormLimits.DEFAULT.parts(10_000);
    InputStream stream = new ByteArrayInputStream(body.getBytes(ISO_8859_1));
    assertEquals(20_000, read(Multipart.of(TYPE, stream, limits)).size());
  }

  @Test
  void headsHaveALimitInBytesAndInFields() {
    String disposition = "Content-Disposition: form-data; name=a\r\n";
    for (String bomb :
        new String[] {
          "X: " + "x".repeat(9000),
          "X: y\r\n".repeat(2000),
          "X: y\r\n".repeat(40),
          "\ta\r\n".repeat(3000)
        }) {
      String body = "--b\r\n" + disposition + bomb + "\r\n\r\nx\r\n--b--";
      assertThrows(ContentTooLarge.class, () -> read(form(body)), bomb.substring(0, 4));
    }
    var endless = new Endless("X-Header: y\r\n");
    Multipart form = Multipart.of(TYPE, then("--b\r\n", endless), FormLimits.DEFAULT);
    assertThrows(ContentTooLarge.class, form::next);
    assertTrue(endless.taken <= 128 * 1024, "taken: " + endless.taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition form-data\r\n",
        "Content-Disposition : form-data; name=a\r\n",
        ": x\r\n",
        " Content-Disposition: form-data; name=a\r\n",
        "Content-Disposition: form-data; name=a\r\nX: a\u0000b\r\n",
        "Content-Disposition: form-data; name=a\nX: b\r\n",
        "Content-Disposition: form-data; name=a\rX: b\r\n",
        "Content-Disposition: form-data; name=a; name=b\r\n",
        "Content-Disposition: form-data; name=\"a\r\n",
        "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n",
        "Content-Disposition: attachment; name=a\r\n",
        "Content-Disposition: form-data\r\n",
        ""
      })
  void headsOfPartsAreReadStrictly(String head) {
    assertThrows(BadRequest.class, () -> read(form("--b\r\n" + head + "\r\nx\r\n--b--")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bX\r\n", "--b\n", "--b-\r\n", "--b\r", "--b x\r\n"})
  void aBoundaryWithSomethingBehindItIsNoGuess(String line) {
    assertThrows(BadRequest.class, () -> read(form(line + part("a", "x") + "--b--")));
    assertThrows(BadRequest.class, () -> read(form(part("a", "x") + line + "\r\n--b--")));
  }

  @Test
  void blanksBehindABoundaryHaveALimit() {
    assertThrows(BadRequest.class, () -> read(form("--b" + " ".repeat(1000) + "\r\n\r\n--b--")));
    assertThrows(
        BadRequest.class,
        () -> Multipart.of(TYPE, then("--b", new Endless(" ")), FormLimits.DEFAULT).next());
  }

  @Test
  void aNestedBodyCannotGetOutOfItsPart() throws IOException {
    Multipart outer =
        form(
            "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed;"
                + " boundary=inner\r\n\r\n--inner\r\n\r\nnever ends\r\n"
                + part("c", "2")
                + "--b--");
    Part part = outer.next();
    assertNotNull(part);
    Multipart inner = Multipart.of(part.contentType(), part.body(), FormLimits.DEFAULT);
    Part never = inner.next();
    assertNotNull(never);
    assertThrows(BadRequest.class, () -> never.text(1000));
    Part after = outer.next();
    assertNotNull(after);
    assertEquals("2", after.text(10));
  }

  @Test
  void deepNestingCostsABufferForEachLevelAndNoMore() throws IOException {
    int levels = 200;
    var body = new StringBuilder("x");
    for (int i = 0; i < levels; i++) {
      String boundary = "b" + i + "e";
      String type = i == 0 ? "" : "Content-Type: multipart/mixed; boundary=b" + (i - 1) + "e\r\n";
      body.insert(0, "--" + boundary + "\r\n" + type + "\r\n");
      body.append("\r\n--").append(boundary).append("--");
    }
    InputStream stream = new ByteArrayInputStream(body.toString().getBytes(ISO_8859_1));
    String type = "multipart/mixed; boundary=b" + (levels - 1) + "e";
    Part part = null;
    for (int i = 0; i < levels; i++) {
      part = Multipart.of(type, stream, FormLimits.DEFAULT).next();
      assertNotNull(part);
      type = part.contentType();
      stream = part.body();
    }
    assertNotNull(part);
    assertEquals("x", part.text(1));
  }

  @Test
  void theSearchIsLinearForAnyBoundary() throws IOException {
    byte[] alike = new byte[32 << 20];
    Arrays.fill(alike, (byte) 'a');
    String boundary = "a".repeat(70);
    InputStream body = then("--" + boundary + "\r\n\r\n", new ByteArrayInputStream(alike));
    Part part =
        Multipart.of("multipart/mixed; boundary=" + boundary, body, FormLimits.DEFAULT).next();
    assertNotNull(part);
    // Quadratic in the boundary, this would take seventy times as long; the count shows it is
    // whole.
    assertEquals(alike.length, part.body().skip(alike.length));
  }

  @Test
  void limitsMustBePossible() {
    assertThrows(IllegalArgumentException.class, () -> FormLimits.DEFAULT.parts(-1));
    assertThrows(IllegalArgumentException.class, () -> FormLimits.DEFAULT.bytes(-1));
    assertThrows(IllegalArgumentException.class, () -> FormLimits.DEFAULT.headBytes(255));
    assertThrows(IllegalArgumentException.class, () -> FormLimits.DEFAULT.headBytes(1 << 21));
  }

  @Test
  void aLargeHeadLimitHasABufferThatHoldsIt() throws IOException {
    FormLimits limits = FormLimits.DEFAULT.headBytes(1 << 20);
    String head = "Content-Disposition: form-data; name=a\r\nX: " + "y".repeat(1_000_000);
    String body = "--b\r\n" + head + "\r\n\r\nx\r\n--b--";
    InputStream stream = new ByteArrayInputStream(body.getBytes(ISO_8859_1));
    assertEquals(2, read(Multipart.of(TYPE, stream, limits)).size());
    Multipart endless = Multipart.of(TYPE, then("--b\r\n", new Endless("y")), limits);
    assertThrows(ContentTooLarge.class, endless::next);
  }
}

package net.brim.engine.http1;

import static net.brim.engine.http1.Transcript.assertRefused;
import static net.brim.engine.http1.Transcript.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in chunks, and what follows them. */
final class ChunkedBodyTest {

  private static final String HEAD = "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";

  @Test
  void readsChunksAndTrailers() {
    assertEquals(
        List.of(
            "PUT /x path=/x query=null authority=null HTTP/1.1"
                + " |Host= |Transfer-Encoding=Chunked length=-1 keep-alive",
            "body hello world",
            "trailer X-Sum=1",
            "trailer X-Empty=",
            "end"),
        read(
            """
            PUT /x HTTP/1.1
            Host:
            Transfer-Encoding: Chunked

            5
            hello
            006;name="v;w"
             world
            0
            X-Sum: \t 1 \t
            X-Empty:

            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\n0\n\n",
        "00005\nhello\n000\n\n",
        "5;a\nhello\n0;b\n\n",
        "5 ; a ; b = c\nhello\n0\n\n",
        "5\t;\ta\t=\t\"b\"\nhello\n0\n\n",
        "5;a=\"\\\" \\\\ ; \t\u00e4\";b\nhello\n0\n\n",
        "5;a=\"\"\nhello\n0\n\n"
      })
  void readsTheSameWhateverTheExtensions(String chunks) {
    assertEquals(List.of("body hello", "end"), read(HEAD + chunks).subList(1, 3));
  }

  @Test
  void leavesTheNextRequestAlone() {
    List<String> lines = read(HEAD + "5\nhello\n0\n\n" + HEAD + "A\n0123456789\n0\n\n");
    assertEquals("body hello", lines.get(1));
    assertEquals("body 0123456789", lines.get(3));
    assertEquals("end", lines.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nhello\n0\n\n",
        "+5\nhello\n0\n\n",
        "-5\nhello\n0\n\n",
        "0x5\nhello\n0\n\n",
        "x5\nhello\n0\n\n",
        "5h\nhello\n0\n\n",
        "5_0\nhello\n0\n\n",
        "5.0\nhello\n0\n\n",
        "5,\nhello\n0\n\n",
        "\"5\"\nhello\n0\n\n",
        " 5\nhello\n0\n\n",
        "\t5\nhello\n0\n\n",
        "5 \nhello\n0\n\n",
        "5\t\nhello\n0\n\n",
        "5 5\nhello\n0\n\n",
        "5\nhello0\n\n",
        "5\nhell\n0\n\n",
        "5\nhello!\n0\n\n",
        "5\nhello\n\n0\n\n",
        "\u00005\nhello\n0\n\n",
        "\u06f5\nhello\n0\n\n",
        "1234567890123456\nhello\n0\n\n",
        "0000000000000005\nhello\n0\n\n",
        "ffffffffffffffffffff\nhello\n0\n\n"
      })
  void refusesSizes(String chunks) {
    assertRefused(400, HEAD + chunks);
  }

  @Test
  void noSizeIsCutToFewerBits() {
    assertEquals("incomplete", read(HEAD + "100000005\nhello\n0\n\n").getLast());
    assertEquals("incomplete", read(HEAD + "fffffffffffffff\nhello\n0\n\n").getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";",
        ";;a",
        ";a;",
        ";=b",
        ";a=",
        ";a=;b",
        ";a b",
        ";a ",
        ";a=b ",
        " a",
        ";a,b",
        ";a=\"",
        ";a=\"b",
        ";a=\"b\"c",
        ";a=\"b\\",
        ";a=\"\u0000\"",
        ";a=\"\u007f\"",
        ";\u0001",
        ";\u00e4"
      })
  void refusesExtensions(String extension) {
    assertRefused(400, HEAD + "5" + extension + "\nhello\n0\n\n");
  }

  @Test
  void noQuoteReachesBeyondItsLine() {
    assertRefused(400, HEAD + "5;a=\"\nhello\n0\n\nGET /smuggled HTTP/1.1\nHost: a\n\n\"\n");
    assertRefused(400, HEAD + "5;a=\"\\\nhello\n0\n\n\"\nhello\n0\n\n");
  }

  @Test
  void refusesBareLineFeedsAndReturns() {
    String head = HEAD.replace("\n", "\r\n");
    for (String chunks :
        List.of(
            "5\nhello\r\n0\r\n\r\n",
            "5\rhello\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5\r\nhello\r0\r\n\r\n",
            "5\r\nhello\r\r\n0\r\n\r\n",
            "5;a\nhello\r\n0\r\n\r\n",
            "5;a=b\rc\r\nhello\r\n0\r\n\r\n",
            "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n",
            "5;a=\"\r\"\r\nhello\r\n0\r\n\r\n",
            "5 \n;a\r\nhello\r\n0\r\n\r\n",
            "0\n\r\n",
            "0\r\r\n\r\n",
            "0\r\n\n",
            "0\r\nX: 1\n\r\n",
            "0\r\nX: 1\rY: 2\r\n\r\n",
            "0\r\nX: 1\r\n\n",
            "0\r\n\r\r")) {
      String last = Transcript.of(Pieces.whole(head + chunks), HttpSettings.DEFAULT).last();
      assertTrue(last.startsWith("400 "), () -> chunks + ": " + last);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X : b",
        " X: b",
        "\tX: b",
        ": b",
        "no colon",
        "X Y: b",
        "X(: b",
        "X\u00e4: b",
        "X: \u0000",
        "X: \u007f",
        "X: a\n b",
        "Content-Length: 3",
        "transfer-encoding: chunked",
        "Host: b",
        "Authorization: Basic a",
        "Cookie: a=b",
        "If-None-Match: *",
        "TE: trailers",
        "Trailer: X",
        "X-Forwarded-For: 1.2.3.4",
        "X_Forwarded_For: 1.2.3.4",
        "Content_Length: 3"
      })
  void refusesTrailers(String line) {
    assertRefused(400, HEAD + "0\n" + line + "\n\n");
    assertRefused(400, HEAD + "0\nX-Sum: 1\n" + line + "\n\n");
  }

  @Test
  void aBodyMayBreakOffInItsContentButNotBehindIt() {
    assertEquals("incomplete", read(HEAD).getLast());
    assertEquals("incomplete", read(HEAD + "5").getLast());
    assertEquals("incomplete", read(HEAD + "5\nhell").getLast());
    assertEquals("incomplete", read(HEAD + "5\nhello\n").getLast());
    assertRefused(400, HEAD + "5\nhello\n0\n");
    assertRefused(400, HEAD + "5\nhello\n0\nX-Sum: 1\n");
  }

  @Test
  void limitsTheContent() {
    HttpSettings limits = HeadReaderTest.limits(60, 60, 3, 10);
    assertEquals("end", read(HEAD + "5\nhello\n5\nworld\n0\n\n", limits).getLast());
    assertRefused(413, HEAD + "6\nhello \n5\nworld\n0\n\n", limits);
    assertRefused(413, HEAD + "5\nhello\n6\n", limits);
    assertRefused(413, HEAD + "fffffffffffffff\n", limits);
  }

  @Test
  void limitsTheExtensions() {
    assertEquals("body hello", read(HEAD + "5;" + "a".repeat(254) + "\nhello\n0\n\n").get(1));
    assertRefused(400, HEAD + "5;" + "a".repeat(300) + "\nhello\n0\n\n");
    assertRefused(400, HEAD + "5;" + "a".repeat(300));
    assertRefused(400, HEAD + "5;a=\"" + "a".repeat(300));
    assertRefused(400, HEAD + "5" + " ".repeat(300));
    String small = "1;" + "a".repeat(200) + "\n!\n";
    assertEquals("end", read(HEAD + small.repeat(40) + "0\n\n").getLast());
    assertRefused(400, HEAD + small.repeat(45) + "0\n\n");
    String large = "400;" + "a".repeat(200) + "\n" + "!".repeat(1024) + "\n";
    assertEquals("end", read(HEAD + large.repeat(100) + "0\n\n").getLast());
  }

  @Test
  void limitsTheTrailers() {
    HttpSettings limits = HeadReaderTest.limits(60, 60, 3, 10);
    assertEquals("end", read(HEAD + "0\nX: 1\nY: 2\nZ: 3\n\n", limits).getLast());
    assertRefused(431, HEAD + "0\nX: 1\nY: 2\nZ: 3\nA: 4\n\n", limits);
    assertEquals("end", read(HEAD + "0\nX: " + "1".repeat(57) + "\n\n", limits).getLast());
    assertRefused(431, HEAD + "0\nX: " + "1".repeat(58) + "\n\n", limits);
    assertRefused(431, HEAD + "0\nX: " + "1".repeat(40) + "\nY: " + "2".repeat(40), limits);
    assertRefused(431, HEAD + "0\n" + "X".repeat(100), limits);
  }
}

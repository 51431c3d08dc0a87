package net.brim.engine.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wire bytes in, whole requests or the refusal out. */
final class HeadReaderTest {

  private static final HttpSettings LIMITS = HttpSettings.DEFAULT;

  @Test
  void readsAPipelineOfRequests() {
    assertEquals(
        List.of(
            "GET Target[text=/a%20b?x=%31, path=/a b, query=x=%31] HTTP/1.1"
                + " |Host=localhost:80 |Accept=*/* |X-Empty= length=0 keep-alive",
            "body ",
            "POST Target[text=/, path=/, query=null] HTTP/1.1"
                + " |host=h |Content-Length=5 |Connection=close length=5 close",
            "body hello",
            "end"),
        read(
            """
            GET /a%20b?x=%31 HTTP/1.1
            Host: localhost:80
            Accept: \t */* \t
            X-Empty:

            POST / HTTP/1.1
            host: h
            Content-Length: 5
            Connection: close

            hello\
            """));
  }

  @Test
  void readsChunksAndTrailers() {
    assertEquals(
        List.of(
            "PUT Target[text=/x, path=/x, query=null] HTTP/1.1"
                + " |Host= |Transfer-Encoding=Chunked length=-1 keep-alive",
            "body hello world",
            "trailer X-Sum=1",
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
            X-Sum: 1

            """));
  }

  @Test
  void knowsTheLifeOfConnections() {
    assertTrue(read("GET / HTTP/1.0\n\n").getFirst().endsWith("close"));
    assertTrue(
        read("GET / HTTP/1.0\nConnection: x, Keep-Alive\n\n").getFirst().endsWith("keep-alive"));
    assertTrue(
        read("GET / HTTP/1.1\nHost: a\nConnection: x , CLOSE\n\n").getFirst().endsWith("close"));
    assertTrue(
        read("POST / HTTP/1.1\nHost: a\nExpect: 100-Continue\nContent-Length: 0\n\n")
            .getFirst()
            .endsWith("expect"));
  }

  @Test
  void forgivesOneEmptyLineBeforeARequest() {
    assertEquals("end", read("\nGET / HTTP/1.1\nHost: a\n\n").getLast());
    assertRefused(400, "\n\nGET / HTTP/1.1\nHost: a\n\n");
  }

  @Test
  void readsAllFormsOfTargets() {
    assertTrue(target("OPTIONS", "*").contains("path=*"));
    assertTrue(target("GET", "http://a/b?c").contains("text=http://a/b?c, path=/b, query=c"));
    assertTrue(target("GET", "HTTP://A?c").contains("path=/, query=c"));
    assertTrue(target("CONNECT", "example.com:443").contains("path=example.com:443"));
    assertTrue(target("GET", "//double").contains("path=//double"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* ",
        "a",
        "http:///x",
        "http://b/",
        "ftp://a/",
        "http://u@a/",
        "/a#b",
        "/\u00e4",
        "/a b",
        "/%",
        "/%4",
        "/%zz",
        "/%00",
        "/\u007f",
        "/\u0001"
      })
  void refusesTargets(String target) {
    assertRefused(400, "GET " + target + " HTTP/1.1\nHost: a\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /\n\n",
        "GET / HTTP/1.1 \nHost: a\n\n",
        "GET  / HTTP/1.1\nHost: a\n\n",
        " GET / HTTP/1.1\nHost: a\n\n",
        "GE(T / HTTP/1.1\nHost: a\n\n",
        "GET / http/1.1\nHost: a\n\n",
        "GET / HTTP/1.\nHost: a\n\n",
        "GET / HTTP/11.1\nHost: a\n\n",
        "GET * HTTP/1.1\nHost: a\n\n",
        "CONNECT / HTTP/1.1\nHost: a\n\n",
        "CONNECT a HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\nHost: a\nHost: a\n\n",
        "GET / HTTP/1.1\nHost: a, b\n\n",
        "GET / HTTP/1.1\nHost: a:b\n\n",
        "GET / HTTP/1.1\nHost: a/b\n\n",
        "GET / HTTP/1.1\nHost: u@a\n\n",
        "GET / HTTP/1.1\nHost: [::1\n\n",
        "GET / HTTP/1.1\nHost: a:123456\n\n",
        "GET / HTTP/1.1\nHost : a\n\n",
        "GET / HTTP/1.1\n Host: a\n\n",
        "GET / HTTP/1.1\nHost: a\nX: 1\n 2\n\n",
        "GET / HTTP/1.1\nHost: a\n: 1\n\n",
        "GET / HTTP/1.1\nHost: a\nNo colon\n\n",
        "GET / HTTP/1.1\nHost: a\nX: \u0000\n\n",
        "GET / HTTP/1.1\nHost: a\nX: \u007f\n\n",
        "GET / HTTP/1.1\nHost: a\nX\u00e4: 1\n\n"
      })
  void refusesHeads(String wire) {
    assertRefused(400, wire);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length:",
        "Content-Length: 1234567890123456789",
        "Content-Length: \u0665",
        "Content-Length: 5\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\nContent-Length: 5",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked,",
        "Transfer-Encoding:",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \u000bchunked"
      })
  void refusesFramings(String fields) {
    assertRefused(400, "POST / HTTP/1.1\nHost: a\n" + fields + "\n\n5\nhello\n0\n\n");
  }

  @Test
  void refusesWithTheStatusThatFits() {
    assertRefused(501, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n");
    assertRefused(501, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: identity\n\n");
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n");
    assertRefused(505, "GET / HTTP/2.0\nHost: a\n\n");
    assertRefused(505, "GET / HTTP/0.9\nHost: a\n\n");
    assertRefused(417, "GET / HTTP/1.1\nHost: a\nExpect: 200-ok\n\n");
  }

  @Test
  void refusesBareLineFeedsAndReturns() {
    for (String wire :
        List.of(
            "GET / HTTP/1.1\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
            "GET / HTTP/1.1\rHost: a\r\n\r\n")) {
      String last = Transcript.of(Pieces.whole(wire), LIMITS).last();
      assertTrue(last.startsWith("400 "), () -> wire + ": " + last);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nhello\n0\n\n",
        "+5\nhello\n0\n\n",
        "-5\nhello\n0\n\n",
        "0x5\nhello\n0\n\n",
        " 5\nhello\n0\n\n",
        "5 \nhello\n0\n\n",
        "5\nhello0\n\n",
        "5\nhell\n0\n\n",
        "1234567890123456\nhello\n0\n\n",
        "5;\u0001\nhello\n0\n\n",
        "0\nContent-Length: 3\n\n",
        "0\nHost: b\n\n",
        "0\nX : b\n\n",
        "0\n X: b\n\n",
        "0\nno colon\n\n"
      })
  void refusesChunks(String chunks) {
    assertRefused(400, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n" + chunks);
  }

  @Test
  void refusesBareLineFeedsBetweenChunks() {
    String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (String chunks :
        List.of(
            "5\nhello\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "0\n\r\n",
            "0\r\nX: 1\n\r\n",
            "0\r\n\r\r")) {
      String last = Transcript.of(Pieces.whole(head + chunks), LIMITS).last();
      assertTrue(last.startsWith("400 "), () -> chunks + ": " + last);
    }
  }

  @Test
  void saysThatAMessageIsIncomplete() {
    assertEquals("incomplete", read("GET / HT").getLast());
    assertEquals("incomplete", read("GET / HTTP/1.1\nHost: a\n").getLast());
    assertEquals(
        "incomplete", read("POST / HTTP/1.1\nHost: a\nContent-Length: 6\n\nhello").getLast());
    assertEquals(
        "incomplete",
        read("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\nhello\n0\n").getLast());
  }

  @Test
  void holdsLimits() {
    HttpSettings tight = limits(30, 40, 3, 10);
    assertEquals("end", read("GET /2345678901234567 HTTP/1.1\nHost: a\n\n", tight).getLast());
    assertRefused(414, "GET /23456789012345678 HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(414, "GET /2345678901234567890123456789 HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(414, "G".repeat(40) + " / HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX: " + "1".repeat(40) + "\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX:" + " ".repeat(40) + "1\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\n" + "X".repeat(40) + ": 1\n\n", tight);
    assertEquals("end", read("GET / HTTP/1.1\nHost: a\nX: 1\nY: 2\n\n", tight).getLast());
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX: 1\nY: 2\nZ: 3\n\n", tight);
    assertRefused(
        413,
        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n6\nhello \n5\nworld\n0\n\n",
        limits(60, 60, 3, 10));
  }

  @Test
  void keepsNoMoreThanTheLimits() {
    byte[] endless = Pieces.bytes("GET / HTTP/1.1\r\nHost: a\r\nX: " + "1".repeat(200_000));
    Pieces pieces = Pieces.of(endless, 100);
    assertTrue(Transcript.of(pieces, LIMITS).last().startsWith("431 "));
    assertTrue(pieces.largestWindow() < LIMITS.maxRequestLine() + LIMITS.maxHeaderSize());
  }

  static HttpSettings limits(int line, int size, int count, long body) {
    return new HttpSettings(
        line,
        size,
        count,
        body,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        1,
        true,
        "localhost",
        "Brim");
  }

  private static String target(String method, String target) {
    return read(method
            + " "
            + target
            + " HTTP/1.1\nHost: "
            + (target.contains("//A") ? "A" : "a")
            + "\n\n")
        .getFirst();
  }

  private static void assertRefused(int status, String wire) {
    assertRefused(status, wire, LIMITS);
  }

  private static void assertRefused(int status, String wire, HttpSettings limits) {
    String last = read(wire, limits).getLast();
    assertTrue(last.startsWith(status + " "), () -> "expected " + status + ": " + last);
  }

  private static List<String> read(String wire) {
    return read(wire, LIMITS);
  }

  /** Line feeds stand for CR LF. */
  private static List<String> read(String wire, HttpSettings limits) {
    return Transcript.of(Pieces.whole(wire.replace("\n", "\r\n")), limits).lines();
  }
}

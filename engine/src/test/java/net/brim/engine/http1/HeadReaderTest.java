package net.brim.engine.http1;

import static net.brim.engine.http1.Transcript.assertRefused;
import static net.brim.engine.http1.Transcript.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wire bytes in, whole requests or the refusal out. */
final class HeadReaderTest {

  @Test
  void readsAPipelineOfRequests() {
    assertEquals(
        List.of(
            "GET /a%20b?x=%31 path=/a b query=x=%31 authority=null HTTP/1.1"
                + " |Host=localhost:80 |Accept=*/* |X-Empty= length=0 keep-alive",
            "body ",
            "POST / path=/ query=null authority=null HTTP/1.1"
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0 |                                       | close",
        "1.0 | Connection: x, Keep-Alive             | keep-alive",
        "1.0 | Connection: close, keep-alive         | close",
        "1.0 | Connection: keep-alive~Connection: close | close",
        "1.0 | Connection: keep-alives               | close",
        "1.1 |                                       | keep-alive",
        "1.1 | Connection: x , CLOSE                 | close",
        "1.1 | Connection: keep-alive, close         | close",
        "1.1 | Connection: close~Connection: keep-alive | close",
        "1.1 | Connection: closed                    | keep-alive",
        "1.1 | Connection: ,,close,                  | close",
        "1.1 | Connection:                           | keep-alive",
        "1.2 | X: y                                  | keep-alive"
      })
  void knowsTheLifeOfConnections(String version, String fields, String end) {
    String lines = fields == null ? "" : fields.replace('~', '\n') + "\n";
    String first = read("GET / HTTP/" + version + "\nHost: a\n" + lines + "\n").getFirst();
    assertTrue(first.endsWith(" length=0 " + end), first);
  }

  @Test
  void aConnectionToAnotherHostEndsWithItsAnswer() {
    String connect = read("CONNECT a:443 HTTP/1.1\nHost: a:443\n\n").getFirst();
    assertTrue(connect.endsWith(" close"), connect);
  }

  @Test
  void readsALaterMinorVersionAsTheOneItKnows() {
    String first = read("GET / HTTP/1.2\nHost: a\n\n").getFirst();
    assertTrue(first.contains(" HTTP/1.1 "), first);
    assertRefused(400, "GET / HTTP/1.2\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, 100-Continue, expect",
    "1.1, ' 100-continue ', expect",
    "1.0, 100-continue, keep-alive"
  })
  void knowsWhoWaitsToBeInvited(String version, String value, String end) {
    String head =
        "POST / HTTP/"
            + version
            + "\nHost: a\nConnection: keep-alive\nContent-Length: 0\nExpect: "
            + value
            + "\n\n";
    String first = read(head).getFirst();
    assertTrue(first.endsWith(" " + end), first);
  }

  @Test
  void forgivesOneEmptyLineBeforeARequest() {
    assertEquals("end", read("\nGET / HTTP/1.1\nHost: a\n\n").getLast());
    assertRefused(400, "\n\nGET / HTTP/1.1\nHost: a\n\n");
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
        "GET /\tHTTP/1.1\nHost: a\n\n",
        "GET\t/ HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\t\nHost: a\n\n",
        "GET / HTTP/-1.1\nHost: a\n\n",
        "GET / HTTP/1.x\nHost: a\n\n",
        "GET / HTTP/1\nHost: a\n\n",
        "GET / FTP/1.1\nHost: a\n\n",
        "GET /\u0000 HTTP/1.1\nHost: a\n\n",
        "G\u0000T / HTTP/1.1\nHost: a\n\n",
        "\u0000GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\nHost: a\nHost: a\n\n",
        "GET / HTTP/1.1\nHost: a\nhOST: b\n\n",
        "GET / HTTP/1.0\nHost: a\nHost: a\n\n",
        "GET / HTTP/1.0\nHost: a b\n\n",
        "GET / HTTP/1.1\nHost: a, b\n\n",
        "GET / HTTP/1.1\nHost: a,b\n\n",
        "GET / HTTP/1.1\nHost: \u00e4\n\n",
        "GET / HTTP/1.1\nHost: :80\n\n",
        "GET / HTTP/1.1\nHost: a:65536\n\n",
        "GET / HTTP/1.1\nHost: a:b\n\n",
        "GET / HTTP/1.1\nHost: a/b\n\n",
        "GET / HTTP/1.1\nHost: u@a\n\n",
        "GET / HTTP/1.1\nHost: [::1\n\n",
        "GET / HTTP/1.1\nHost: a:123456\n\n",
        "GET / HTTP/1.1\nHost : a\n\n",
        "GET / HTTP/1.1\n Host: a\n\n",
        "GET / HTTP/1.1\nHost: a\nX: 1\n 2\n\n",
        "GET / HTTP/1.1\nHost: a\nX: 1\n\t2\n\n",
        "GET / HTTP/1.1\nHost: a\nX:\n 2\n\n",
        "GET / HTTP/1.1\nHost: a\n \n\n",
        "GET / HTTP/1.1\nHost: a\nX\t: 1\n\n",
        "GET / HTTP/1.1\nHost: a\nX Y: 1\n\n",
        "GET / HTTP/1.1\nHost: a\nX(: 1\n\n",
        "GET / HTTP/1.1\nHost: a\nX: \u000b\n\n",
        "GET / HTTP/1.1\nHost: a\nX: \u001b[31m\n\n",
        "GET / HTTP/1.1\nHost: a\nX\u0000: 1\n\n",
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
        "Content-Length: 5,",
        "Content-Length: ,5",
        "Content-Length: 5;",
        "Content-Length: 5.0",
        "Content-Length: 5_0",
        "Content-Length: 5e0",
        "Content-Length: -0",
        "Content-Length: \"5\"",
        "Content-Length: 5\nCONTENT-LENGTH: 6",
        "Content-Length: 0\nContent-Length: 5",
        "Content-Length: 18446744073709551621",
        "Content-Length: 00000000000000000005",
        "Content-Length:",
        "Content-Length: 1234567890123456789",
        "Content-Length: \u0665",
        "Content-Length: 5\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\nContent-Length: 5",
        "Content-Length: 5\nTransfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked\nContent-Length: 5",
        "Content-Length: 0\nTransfer-Encoding:",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\nTransfer-Encoding: gzip",
        "Transfer-Encoding: chunked\nTransfer-Encoding: identity",
        "Transfer-Encoding: chunked\nTransfer-Encoding:",
        "Transfer-Encoding:\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: gzip, chunked, chunked",
        "Transfer-Encoding: chunked chunked",
        "Transfer-Encoding: ,chunked",
        "Transfer-Encoding: chunked\t,\t,",
        "Transfer-Encoding: chunked;",
        "Transfer-Encoding: chunked;x",
        "Transfer-Encoding: chunked=x",
        "Transfer-Encoding: gzip chunked",
        "Transfer-Encoding: chunked\u00a0",
        "Transfer-Encoding: \u00ffchunked",
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
    assertRefused(501, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip;q=1 ,\tchunked\n\n");
    assertRefused(501, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n");
    assertRefused(
        501, "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\nTransfer-Encoding: chunked\n\n");
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n");
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding: gzip\n\n");
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding:\n\n");
    assertRefused(505, "GET / HTTP/2.0\nHost: a\n\n");
    assertRefused(505, "GET / HTTP/0.9\nHost: a\n\n");
    assertRefused(505, "PRI * HTTP/2.0\n\nSM\n\n");
    assertRefused(505, "GET / HTTP/3.1\nHost: a\n\n");
    assertRefused(400, "GET /\n\n");
    assertRefused(417, "GET / HTTP/1.1\nHost: a\nExpect: 200-ok\n\n");
    assertRefused(417, "GET / HTTP/1.1\nHost: a\nExpect: 100-continue, x\n\n");
    assertRefused(417, "GET / HTTP/1.1\nHost: a\nExpect: x\nExpect: 100-continue\n\n");
    assertRefused(
        400,
        "GET / HTTP/1.1\nHost: a\nExpect: x\nContent-Length: 1\nTransfer-Encoding: chunked\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: a/b\nContent-Type: a/c",
        "content-type: a/b\nX: y\nContent-Type: a/b",
        "Authorization: Basic a\nAuthorization: Basic b",
        "Proxy-Authorization: Basic a\nProxy-Authorization: Basic b",
        "Range: bytes=0-1\nRange: bytes=2-3",
        "If-Range: a\nIf-Range: b",
        "If-Modified-Since: a\nIf-Modified-Since: b",
        "If-Unmodified-Since: a\nIf-Unmodified-Since: b",
        "Content-Range: bytes 0-1/2\nContent-Range: bytes 0-1/2",
        "Max-Forwards: 1\nMax-Forwards: 1",
        "Origin: http://a\nOrigin: http://b"
      })
  void refusesFieldsThatCanHaveOneValueOnly(String fields) {
    assertRefused(400, "GET / HTTP/1.1\nHost: a\n" + fields + "\n\n");
    String once = fields.substring(fields.lastIndexOf('\n') + 1);
    String wire = "GET / HTTP/1.1\nHost: a\n" + once + "\n\n";
    assertEquals("end", read(wire + wire).getLast());
  }

  @Test
  void passesOnWhatMayBeRepeated() {
    for (String field : List.of("Accept: a", "Cookie: a=b", "If-Match: \"a\"", "User-Agent: a")) {
      String wire = "GET / HTTP/1.1\nHost: a\n" + field + "\n" + field + "\n\n";
      assertEquals("end", read(wire).getLast(), field);
    }
  }

  @Test
  void refusesNamesThatPassForOthersBehindCgi() {
    String get = "GET / HTTP/1.1\nHost: a\n";
    assertRefused(400, get + "Content_Length: 5\n\nhello");
    assertRefused(400, get + "X_Forwarded_For: 1.2.3.4\n\n");
    assertRefused(400, get + "X-Tenant: a\nX_Tenant: b\n\n");
    assertRefused(400, get + "Transfer_Encoding: gzip\nTransfer-Encoding: chunked\n\n0\n\n");
    String fine = read(get + "Tenant_Id: a\nX: b\n\n" + get + "X-Tenant: a\n\n").getFirst();
    assertTrue(fine.contains(" |Tenant_Id=a |X=b "), fine);
  }

  @Test
  void refusesBareLineFeedsAndReturns() {
    for (String wire :
        List.of(
            "GET / HTTP/1.1\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
            "GET / HTTP/1.1\rHost: a\r\n\r\n",
            "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /\n HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\r: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\n: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\rY: c\r\n\r\n",
            "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
      String last = Transcript.of(Pieces.whole(wire), HttpSettings.DEFAULT).last();
      assertTrue(last.startsWith("400 "), () -> wire + ": " + last);
    }
  }

  @Test
  void saysThatAMessageIsIncomplete() {
    assertEquals("incomplete", read("GET / HT").getLast());
    assertEquals("incomplete", read("GET / HTTP/1.1\nHost: a\n").getLast());
    assertEquals(
        "incomplete", read("POST / HTTP/1.1\nHost: a\nContent-Length: 6\n\nhello").getLast());
  }

  @Test
  void holdsLimits() {
    HttpSettings tight = limits(30, 40, 3, 10);
    assertEquals("end", read("GET /2345678901234567 HTTP/1.1\nHost: a\n\n", tight).getLast());
    assertRefused(414, "GET /23456789012345678 HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(414, "GET /2345678901234567890123456789 HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(414, "G".repeat(40) + " / HTTP/1.1\nHost: a\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX: " + "1".repeat(40) + "\n\n", tight);
    assertEquals(
        "end", read("GET / HTTP/1.1\nHost: a\nX: " + "1".repeat(26) + "\n\n", tight).getLast());
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX: " + "1".repeat(27) + "\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX:" + " ".repeat(40) + "1\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\n" + "X".repeat(40) + ": 1\n\n", tight);
    assertEquals("end", read("GET / HTTP/1.1\nHost: a\nX: 1\nY: 2\n\n", tight).getLast());
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX: 1\nY: 2\nZ: 3\n\n", tight);
    assertRefused(431, "GET / HTTP/1.1\nHost: a\nX_" + "1".repeat(40) + ": 1\n\n", tight);
  }

  @Test
  void keepsNoMoreThanTheLimits() {
    byte[] endless = Pieces.bytes("GET / HTTP/1.1\r\nHost: a\r\nX: " + "1".repeat(200_000));
    Pieces pieces = Pieces.of(endless, 100);
    assertTrue(Transcript.of(pieces, HttpSettings.DEFAULT).last().startsWith("431 "));
    HttpSettings limits = HttpSettings.DEFAULT;
    assertTrue(pieces.largestWindow() < limits.maxRequestLine() + limits.maxHeaderSize());
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
}

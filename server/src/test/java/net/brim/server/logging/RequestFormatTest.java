package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.engine.http.CompletedRequest;
import org.junit.jupiter.api.Test;

class RequestFormatTest {

  private static final BrimFormat BRIM = new BrimFormat(false, false);
  private static final BrimFormat BRIM_ALL = new BrimFormat(true, true);
  private static final JsonFormat JSON = new JsonFormat(false, false);
  private static final CombinedFormat COMBINED = new CombinedFormat();

  private final TestRequest request = new TestRequest();

  private static String line(RequestFormat format, CompletedRequest completed) {
    var time = new TestTime();
    var timestamps = new Timestamps(time, ZoneId.of("UTC"));
    var line = new LineBuffer(16);
    format.append(line, completed, timestamps.at(time.millis()), (int) (time.millis() % 1000));
    return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
  }

  private static HeaderList headers(String... namesAndValues) {
    HeaderList headers = HeaderList.of();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers = headers.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** Fields as the engine could hand them over at worst, without the checks of HeaderList. */
  private record RawHeaders(List<String> fields) implements Headers {
    @Override
    public int size() {
      return fields.size() / 2;
    }

    @Override
    public String name(int index) {
      return fields.get(2 * index);
    }

    @Override
    public String value(int index) {
      return fields.get(2 * index + 1);
    }
  }

  private void fill() {
    request.path = "/a b/ä";
    request.query = "x=1%20%41&y=%";
    request.user = "grace hopper";
    request.headers =
        headers(
            "Host", "example",
            "referer", "http://x/?q=100%",
            "User-Agent", "curl 8",
            "X-Auth-Token", "secret",
            "AUTHORIZATION", basic("ada lovelace:pw"),
            "X-Z", "\u00c3\u00a9");
    request.logInfo.addAll(List.of("myapp:", "two words"));
  }

  @Test
  void aPlainRequest() {
    assertEquals(
        "192.0.2.7 192.0.2.7 - - 20261120T101112Z GET /hello HTTP/1.1 200 13 3 - -"
            + " 0123456789abcdef0123456789abcdef 0.00123 - - -",
        line(BRIM, request.completed()));
  }

  @Test
  void everyFieldOfTheBrimFormat() {
    fill();
    assertEquals(
        "192.0.2.7 192.0.2.7 secret ada%20lovelace 20261120T101112Z GET"
            + " /a%20b/%C3%A4?x=1%20A&y=%25 HTTP/1.1 200 13 3 http://x/?q=100%25 curl%208"
            + " 0123456789abcdef0123456789abcdef 0.00123 disconnect grace%20hopper myapp myapp:"
            + " two%20words headers: Host:example referer:http://x/?q=100%25 User-Agent:curl%208"
            + " X-Auth-Token:secret AUTHORIZATION:"
            + basic("ada lovelace:pw").replace(" ", "%20")
            + " X-Z:%C3%A9",
        line(BRIM_ALL, request.completed(true, "myapp")));
  }

  @Test
  void secretsAreLeftOutUnlessAskedFor() {
    fill();
    request.headers = HeaderList.of("cookie", "session=1").with("X-Auth-Token", "t");
    String line = line(new BrimFormat(true, false), request.completed());
    assertTrue(line.startsWith("192.0.2.7 192.0.2.7 - "), line);
    assertTrue(line.endsWith(" headers: cookie:- X-Auth-Token:-"), line);
    String json = line(new JsonFormat(true, false), request.completed());
    assertTrue(json.endsWith("\"headers\":[[\"cookie\",\"-\"],[\"X-Auth-Token\",\"-\"]]}"), json);
  }

  @Test
  void theFirstOfSeveralFieldsCounts() {
    request.headers = headers("User-Agent", "one", "user-agent", "two");
    assertTrue(line(BRIM, request.completed()).contains(" - one 0123"));
  }

  @Test
  void aMalformedRequestHasALine() {
    var peer = new InetSocketAddress("192.0.2.7", 1);
    assertEquals(
        "192.0.2.7 192.0.2.7 - - 20261120T101112Z - - - 200 13 3 - - - 0.00123 disconnect - -",
        line(BRIM_ALL, TestRequest.completed(null, peer, true, null)));
    assertEquals(
        "192.0.2.7 - - [20/Nov/2026:10:11:12 +0000] \"-\" 200 13 \"-\" \"-\"",
        line(COMBINED, TestRequest.completed(null, peer, false, null)));
    assertEquals(
        "{\"time\":\"2026-11-20T10:11:12.123Z\",\"client\":\"192.0.2.7\",\"remote_address\":"
            + "\"192.0.2.7\",\"status\":200,\"bytes_out\":13,\"bytes_in\":3,\"seconds\":0.00123}",
        line(JSON, TestRequest.completed(null, peer, false, null)));
  }

  @Test
  void theClientStandsBeforeTheProxyThatSpeaksForIt() {
    request.client = new InetSocketAddress("203.0.113.7", 0);
    String line = "203.0.113.7 192.0.2.7 - ";
    assertTrue(line(BRIM, request.completed()).startsWith(line), line(BRIM, request.completed()));
    assertTrue(line(COMBINED, request.completed()).startsWith("203.0.113.7 - "));
    assertTrue(
        line(JSON, request.completed())
            .contains("\"client\":\"203.0.113.7\",\"remote_address\":\"192.0.2.7\""));
  }

  @Test
  void aPeerOfAUnixSocketHasNoAddress() {
    for (String path : List.of("", "/x")) {
      var peer = UnixDomainSocketAddress.of(path);
      request.client = peer;
      var completed = TestRequest.completed(request, peer, false, null);
      assertTrue(line(BRIM, completed).startsWith("unix: unix: - "));
      assertTrue(line(COMBINED, completed).startsWith("unix: - "));
      assertTrue(line(JSON, completed).contains("\"client\":\"unix:\""));
    }
  }

  @Test
  void badBasicCredentialsAreNobody() {
    for (String value : List.of("Basic !!", "Basic", "Basic " + "YQ==", "Bearer YTpi", "")) {
      request.headers = headers("Authorization", value);
      assertTrue(line(BRIM, request.completed()).contains("192.0.2.7 - - 2026"), value);
    }
    request.headers = headers("Authorization", basic("").replace("Basic", "bASIC") + "YTpi");
    assertTrue(line(BRIM, request.completed()).contains("192.0.2.7 - a 2026"));
  }

  @Test
  void secondsAreRoundedToFiveDecimals() {
    var line = new LineBuffer(8);
    for (long nanos : new long[] {0, 4_999, 5_000, 999_994_999, 999_995_000, 61_000_000_000L}) {
      BrimFormat.seconds(line, nanos);
      line.raw(' ');
    }
    assertEquals(
        "0.00000 0.00000 0.00001 0.99999 1.00000 61.00000 ",
        new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII));
  }

  @Test
  void nothingThatAClientSendsCanForgeAWordOrALine() {
    String evil =
        IntStream.range(0, 256)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    request.method = evil;
    request.path = "/" + evil + "\u2028€😀\ud800";
    request.query = evil;
    request.txn = evil;
    request.user = evil;
    request.logInfo.add(evil);
    request.logInfo.add("");
    request.headers =
        new RawHeaders(
            List.of(
                "Referer",
                evil,
                "User-Agent",
                evil,
                "X-Auth-Token",
                evil,
                evil,
                evil,
                "Authorization",
                basic("a\nb c:x")));
    String brim = line(BRIM_ALL, request.completed(false, evil));
    assertTrue(brim.chars().allMatch(c -> c >= ' ' && c <= '~'), brim);
    String[] words = brim.split(" ", -1);
    assertEquals("a%0Ab%20c", words[3]);
    assertEquals(18 + 2 + 1 + 5, words.length);
    assertEquals("-", words[19]);
    assertTrue(words[6].contains("%E2%80%A8%E2%82%AC%F0%9F%98%80??%00"), words[6]);
    String combined = line(COMBINED, request.completed());
    assertTrue(combined.chars().allMatch(c -> c >= ' ' && c <= '~'), combined);
    String json = line(new JsonFormat(true, true), request.completed(false, evil));
    assertTrue(json.chars().noneMatch(c -> c < ' ' || c == 0x2028 || c == 0x7f || c == 0x85), json);
  }

  @Test
  void theCombinedFormat() {
    fill();
    request.headers = headers("User-Agent", "a \"quoted\\ ä", "Authorization", basic("ada:pw"));
    assertEquals(
        "192.0.2.7 - grace%20hopper [20/Nov/2026:10:11:12 +0000] \"GET /a b/\\xE4?x=1%20%41&y=%"
            + " HTTP/1.1\" 200 13 \"-\" \"a \\\"quoted\\\\ \\xE4\"",
        line(COMBINED, request.completed()));
    request.user = null;
    assertTrue(line(COMBINED, request.completed()).startsWith("192.0.2.7 - ada ["));
  }

  @Test
  void theJsonFormat() {
    fill();
    assertEquals(
        "{\"time\":\"2026-11-20T10:11:12.123Z\",\"client\":\"192.0.2.7\",\"remote_address\":"
            + "\"192.0.2.7\",\"auth_token\":\"secret\",\"remote_user\":\"ada lovelace\","
            + "\"method\":\"GET\",\"path\":\"/a b/ä\",\"query\":\"x=1%20%41&y=%\",\"protocol\":"
            + "\"HTTP/1.1\",\"status\":200,\"bytes_out\":13,\"bytes_in\":3,\"referer\":"
            + "\"http://x/?q=100%\",\"user_agent\":\"curl 8\",\"txn\":"
            + "\"0123456789abcdef0123456789abcdef\",\"seconds\":0.00123,\"disconnect\":true,"
            + "\"user\":\"grace hopper\",\"source\":\"myapp\",\"log_info\":[\"myapp:\","
            + "\"two words\"],\"headers\":[[\"Host\",\"example\"],[\"referer\","
            + "\"http://x/?q=100%\"],[\"User-Agent\",\"curl 8\"],[\"X-Auth-Token\",\"secret\"],"
            + "[\"AUTHORIZATION\",\""
            + basic("ada lovelace:pw")
            + "\"],[\"X-Z\",\"é\"]]}",
        line(new JsonFormat(true, true), request.completed(true, "myapp")));
  }

  @Test
  void jsonStringsAreEscaped() {
    request.path = "\"\\\n\u007f\u0085\u2028€😀\ud800";
    String line = line(JSON, request.completed());
    assertTrue(
        line.contains("\"path\":\"\\\"\\\\\\u000A\\u007F\\u0085\\u2028€😀?\",\"protocol\""), line);
  }

  @Test
  void ipv6AddressesAreShort() {
    String[][] cases = {
      {"::1", "::1"},
      {"::", "::"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"fe80:0:0:0:0:0:0:0", "fe80::"},
      {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
    };
    for (String[] each : cases) {
      var line = new LineBuffer(8);
      AddressText.append(line, new InetSocketAddress(each[0], 1));
      assertEquals(each[1], new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII));
    }
  }
}

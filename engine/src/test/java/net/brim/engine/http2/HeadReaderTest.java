package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.StringJoiner;
import net.brim.api.Headers;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import org.junit.jupiter.api.Test;

final class HeadReaderTest {

  private static final String[] GET = {
    ":method", "GET", ":scheme", "https", ":authority", "a:1", ":path", "/p%20q?r"
  };

  @Test
  void readsARequest() throws Exception {
    RequestHead head = read(true, and(GET, "accept", "*/*", "te", "trailers"));
    assertEquals("GET", head.method());
    assertEquals("https", head.scheme());
    assertEquals("/p%20q?r", head.target().text());
    assertEquals("/p q", head.target().path());
    assertEquals("r", head.target().query());
    assertEquals("host: a:1\naccept: */*\nte: trailers\n", head.fields().toString());
    assertEquals(0, head.contentLength());
    assertFalse(head.expectContinue());
  }

  @Test
  void theAuthorityIsTheHostOnce() throws Exception {
    assertEquals("host: a:1\nx: y\n", fields(and(GET, "x", "y", "host", "A:1")));
    assertEquals(
        "x: y\nhost: b\n",
        fields(":method", "GET", ":scheme", "http", ":path", "/", "x", "y", "host", "b"));
    refused(400, and(GET, "host", "b"));
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "u@a");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a, b");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "");
  }

  @Test
  void crumbsOfCookiesAreOneField() throws Exception {
    assertEquals(
        "host: a:1\ncookie: a=1; b=2; c=3\nx: y\n",
        fields(and(GET, "cookie", "a=1", "x", "y", "cookie", "b=2", "cookie", "c=3")));
    assertEquals("host: a:1\ncookie: a=1\n", fields(and(GET, "cookie", "a=1")));
  }

  @Test
  void manyCrumbsAreJoinedInTheirOrder() throws Exception {
    var crumbs = new String[2 * 600];
    var joined = new StringJoiner("; ");
    for (int i = 0; i < 600; i++) {
      crumbs[2 * i] = "cookie";
      crumbs[2 * i + 1] = "c=" + i;
      joined.add("c=" + i);
    }
    FieldSection section = section(and(GET, crumbs));
    assertEquals(
        "host: a:1\ncookie: " + joined + "\n",
        HeadReader.head(section, true, limits(20_000)).fields().toString());
  }

  @Test
  void knowsHowLongTheBodyIs() throws Exception {
    assertEquals(-1, read(false, GET).contentLength());
    assertEquals(12, read(false, and(GET, "content-length", "12")).contentLength());
    assertEquals(0, read(true, and(GET, "content-length", "0")).contentLength());
    broken(true, and(GET, "content-length", "12"));
    for (String length : new String[] {"", "-1", "+1", "1, 1", "0x1", "1234567890123456789"}) {
      broken(false, and(GET, "content-length", length));
    }
  }

  @Test
  void knowsWhatTheClientWaitsFor() throws Exception {
    assertTrue(read(false, and(GET, "expect", "100-Continue")).expectContinue());
    assertFalse(read(true, and(GET, "expect", "100-continue")).expectContinue());
    refused(417, and(GET, "expect", "more"));
  }

  @Test
  void pseudoHeaderFieldsComeFirstAndOnce() {
    broken(true, and(GET, ":path", "/"));
    broken(true, and(GET, ":other", "/"));
    broken(true, and(GET, "x", "y", ":scheme", "http"));
    broken(true, ":method", "GET", ":scheme", "http", ":authority", "a");
    broken(true, ":method", "GET", ":path", "/", ":authority", "a");
    broken(true, ":scheme", "http", ":path", "/", ":authority", "a");
    broken(true, ":method", "G T", ":scheme", "http", ":path", "/", ":authority", "a");
    broken(true, ":method", "GET", ":scheme", "http", ":path", "/\n", ":authority", "a");
  }

  @Test
  void targetsHaveTheirForm() throws Exception {
    assertEquals(
        "*",
        read(true, ":method", "OPTIONS", ":scheme", "http", ":path", "*", ":authority", "a")
            .target()
            .path());
    refused(400, ":method", "GET", ":scheme", "http", ":path", "*", ":authority", "a");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "x", ":authority", "a");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "http://a/", ":authority", "a");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/#a", ":authority", "a");
    refused(400, ":method", "GET", ":scheme", "http", ":path", "/%00", ":authority", "a");
    refused(400, ":method", "GET", ":scheme", "ftp", ":path", "/", ":authority", "a");
  }

  @Test
  void connectIsRefused() {
    refused(501, ":method", "CONNECT", ":authority", "a:1");
    refused(501, connect("connect-udp"));
    broken(true, ":method", "CONNECT", ":authority", "a:1", ":path", "/");
    broken(true, ":method", "CONNECT");
    broken(true, and(GET, ":protocol", "websocket"));
    broken(false, and(connect("websocket"), "content-length", "0"));
  }

  @Test
  void connectOpensAWebSocket() throws Exception {
    RequestHead head = read(false, connect("websocket"));
    assertEquals("CONNECT", head.method());
    assertEquals("websocket", head.protocol());
    assertEquals("/a b", head.target().path());
    assertEquals("q", head.target().query());
    assertEquals(-1, head.contentLength());
  }

  private static String[] connect(String protocol) {
    return new String[] {
      ":method", "CONNECT",
      ":protocol", protocol,
      ":scheme", "http",
      ":path", "/a%20b?q",
      ":authority", "a"
    };
  }

  @Test
  void fieldsOfConnectionsBreakARequest() {
    for (String name :
        new String[] {
          "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"
        }) {
      broken(true, and(GET, name, "x"));
    }
  }

  @Test
  void namesAndValuesHaveTheirCharacters() {
    for (String name : new String[] {"", "X", "a b", "a:b", "\u00e4", "a\0"}) {
      broken(true, and(GET, name, "x"));
    }
    for (String value : new String[] {"\n", "a\rb", "\0", " a", "a\t", "\u007f"}) {
      broken(true, and(GET, "x", value));
    }
  }

  @Test
  void whatDecidesSomethingComesOnce() throws Exception {
    refused(400, and(GET, "range", "a", "range", "b"));
    refused(400, and(GET, "content-type", "a", "x", "y", "content-type", "a"));
    assertEquals("host: a:1\nx: y\nx: y\n", fields(and(GET, "x", "y", "x", "y")));
    broken(true, and(GET, "host", "a:1", "host", "a:1"));
  }

  @Test
  void namesDoNotPassForOthersBehindCgi() throws Exception {
    refused(400, and(GET, "x_forwarded_for", "1.2.3.4"));
    refused(400, and(GET, "x-y", "a", "x_y", "b"));
    assertEquals("host: a:1\nx_y: a\n", fields(and(GET, "x_y", "a")));
  }

  @Test
  void limitsAreThoseOfHttp1() throws Exception {
    String path = "/" + "x".repeat(99);
    assertEquals(path, read(true, and(request(path))).target().path());
    refused(414, request(path + "x"));
    String[] ten = and(GET);
    for (int i = 0; i < 9; i++) {
      ten = and(ten, "x", "y");
    }
    assertEquals(10, read(true, ten).fields().size());
    refused(431, and(ten, "x", "y"));
    String value = "x".repeat(200 - 4 - 1);
    assertEquals(2, read(true, and(GET, "x", value)).fields().size());
    refused(431, and(GET, "x", value + "x"));
  }

  @Test
  void trailersAreOrdinaryFields() throws Exception {
    assertEquals("x-sum: 1\ny: 2\n", trailers("x-sum", "1", "y", "2").toString());
    assertThrows(BrokenHead.class, () -> trailers(":path", "/"));
    assertThrows(BrokenHead.class, () -> trailers("X", "1"));
    assertThrows(MalformedRequest.class, () -> trailers("content-length", "1"));
    assertThrows(MalformedRequest.class, () -> trailers("x", "y".repeat(200)));
  }

  private static String[] request(String path) {
    return new String[] {":method", "GET", ":scheme", "http", ":path", path, ":authority", "a"};
  }

  private static String fields(String... fields) throws Exception {
    return read(true, fields).fields().toString();
  }

  private static void broken(boolean ended, String... fields) {
    assertThrows(BrokenHead.class, () -> read(ended, fields));
  }

  private static void refused(int status, String... fields) {
    MalformedRequest refusal = assertThrows(MalformedRequest.class, () -> read(false, fields));
    assertEquals(status, refusal.status().code());
  }

  private static RequestHead read(boolean ended, String... fields) throws Exception {
    return HeadReader.head(section(fields), ended, limits());
  }

  private static Headers trailers(String... fields) throws Exception {
    return HeadReader.trailers(section(fields), limits());
  }

  private static FieldSection section(String... fields) {
    var section = new FieldSection();
    for (int i = 0; i < fields.length; i += 2) {
      section.add(fields[i], fields[i + 1]);
    }
    return section;
  }

  private static String[] and(String[] fields, String... more) {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  private static HttpSettings limits() {
    return limits(200);
  }

  private static HttpSettings limits(int headerSize) {
    return new HttpSettings(
        100,
        headerSize,
        10,
        1000,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        1,
        true,
        "localhost",
        "Brim",
        Http2Use.ALWAYS,
        1);
  }
}

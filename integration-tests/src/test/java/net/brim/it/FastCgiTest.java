package net.brim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static net.brim.it.FastCgiClient.KEEP;
import static net.brim.it.FastCgiClient.RESPONDER;
import static net.brim.it.FastCgiClient.begin;
import static net.brim.it.FastCgiClient.get;
import static net.brim.it.FastCgiClient.header;
import static net.brim.it.FastCgiClient.pairs;
import static net.brim.it.FastCgiClient.params;
import static net.brim.it.FastCgiClient.record;
import static net.brim.it.FastCgiClient.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import net.brim.it.FastCgiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI, record for record. */
class FastCgiTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;
  private static int limited;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        protocol = fastcgi
        concurrent_per_worker = 77
        apps = workbench echo

        [http#limited]
        port = 8902
        protocol = fastcgi
        apps = workbench
        max_request_line = 100
        max_request_header_size = 500
        max_request_headers = 5
        max_request_body_size = 1k
        header_timeout = 700ms
        keepalive_timeout = 500ms
        timeout = 600ms

        [workbench]
        call = workbench.Workbench

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        max_echo = 4m
        """
            .formatted(Workbench.classpath()));
    assertTrue(BRIMD.started().out().contains("[http] listening on fastcgi://"));
    port = BRIMD.port(8901);
    limited = BRIMD.port(8902);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  private static byte[] post(String target, int flags, byte[] body) {
    return request(1, flags, params("POST", target, "" + body.length, ""), body);
  }

  private static byte[] post(String target, String body) {
    return post(target, KEEP, body.getBytes(ISO_8859_1));
  }

  /** The status of the answer to bytes on a connection of their own. */
  private static int status(int to, byte[]... bytes) throws IOException {
    try (var client = new FastCgiClient(to)) {
      for (byte[] part : bytes) {
        client.raw().trySend(part);
      }
      return client.response().code();
    }
  }

  // --- requests ---

  @Test
  void aRequestIsWhatItsParamsSay() throws IOException {
    String more =
        "|CONTENT_TYPE=text/plain|HTTP_HOST=example.org|HTTP_X_ONE=1|HTTP_PROXY=evil"
            + "|REMOTE_ADDR=2001:db8::9|REMOTE_PORT=4711|REQUEST_SCHEME=https|REMOTE_USER=ann";
    try (var client = new FastCgiClient(port)) {
      byte[] params = params("POST", "/request?x", "5", more);
      CgiResponse response =
          client.send(request(1, KEEP, params, "hello".getBytes(ISO_8859_1))).response();
      assertTrue(
          response
              .whole()
              .startsWith(
                  """
                  POST /request?x HTTP/1.1
                  path /request
                  query x
                  scheme https
                  host example.org
                  user ann
                  length 5
                  remote /[2001:db8:0:0:0:0:0:9]:4711
                  """),
          response::body);
      assertTrue(
          response
              .whole()
              .endsWith(
                  """
                  Content-Type: text/plain
                  Content-Length: 5
                  Host: example.org
                  X-One: 1
                  """),
          response::body);
    }
  }

  @Test
  void oneConnectionServesManyRequestsHoweverTheyAreCut() throws IOException {
    var fragments = new Fragments();
    try (var client = new FastCgiClient(port)) {
      for (int i = 0; i < 120; i++) {
        byte[] body = fragments.bytes(fragments.below(i % 20 == 0 ? 300_000 : 500));
        String more = "|HTTP_X=" + "y".repeat(fragments.below(2000));
        byte[] params = params("POST", "/echo", i % 3 == 0 ? "" : "" + body.length, more);
        int id = 1 + fragments.below(3) * 32_000;
        fragments.send(client.raw(), streams(fragments, id, params, body));
        CgiResponse response = client.reply(id).response();
        assertEquals(200, response.code(), "request " + i);
        assertArrayEquals(body, response.whole().getBytes(ISO_8859_1), "request " + i);
      }
    }
  }

  /** A request whose streams are cut into records anywhere. */
  private static byte[] streams(Fragments fragments, int id, byte[] params, byte[] body) {
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(begin(id, RESPONDER, KEEP));
    records(out, fragments, 4, id, params);
    records(out, fragments, 5, id, body);
    return out.toByteArray();
  }

  private static void records(
      java.io.ByteArrayOutputStream out, Fragments fragments, int type, int id, byte[] stream) {
    for (int at = 0; at < stream.length; ) {
      int end =
          Math.min(stream.length, at + 1 + fragments.below(stream.length < 3000 ? 90 : 65_535));
      byte[] content = Arrays.copyOfRange(stream, at, end);
      out.writeBytes(header(1, type, id, content, fragments.below(256)));
      at = end;
    }
    out.writeBytes(header(1, type, id, new byte[0], fragments.below(256)));
  }

  @Test
  void largeBodiesGoBothWays() throws IOException {
    byte[] body = new Fragments().bytes(4_000_000);
    try (var client = new FastCgiClient(port)) {
      CgiResponse response = client.send(post("/echo", KEEP, body)).response();
      assertArrayEquals(body, response.whole().getBytes(ISO_8859_1));
      assertEquals(9_000_000, client.send(get("/bytes/9000000")).response().whole().length());
      assertEquals(5_000_000, client.send(get("/zeros/5000000")).response().whole().length());
      Path file = Files.writeString(BRIMD.file("file"), "0123456789".repeat(100_000));
      String sent = client.send(get("/file" + file)).response().whole();
      assertEquals(Files.readString(file), sent);
    }
  }

  @Test
  void aReaderThatPausesGetsEverything() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(get("/bytes/20000000"));
      LockSupport.parkNanos(300_000_000); // so that the server has to wait for us
      assertEquals(20_000_000, client.response().whole().length());
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
  }

  @Test
  void responsesAreInTheFormOfCgi() throws IOException {
    try (var client = new FastCgiClient(port)) {
      CgiResponse hello = client.send(get("/hello")).response();
      assertEquals("200 OK", hello.status());
      assertEquals(
          "[Content-Type: text/plain; charset=utf-8, Content-Length: 6]",
          hello.fields().toString());
      assertEquals("one,two", client.send(get("/chunks")).response().whole());
      assertEquals("", client.send(get("/status/204")).response().body());
      byte[] head = request(1, KEEP, params("HEAD", "/bytes/1000", "", ""), new byte[0]);
      CgiResponse answer = client.send(head).response();
      assertEquals("", answer.body());
      assertTrue(answer.fields().contains("Content-Length: 1000"));
      assertEquals(404, client.send(get("/nothing")).response().code());
      assertEquals(403, client.send(get("/refuse")).response().code());
      assertEquals(500, client.send(get("/throw/x")).response().code());
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
    assertEquals(500, status(port, get("/broken-writer/early")));
    assertEquals(500, status(port, get("/missing-file")));
  }

  @Test
  void aBodyThatBreaksOffEndsTheConnectionWithoutEndRequest() throws IOException {
    for (String target : new String[] {"/broken-writer/late", "/broken-stream/late"}) {
      try (var client = new FastCgiClient(port)) {
        client.send(get(target));
        assertThrows(IOException.class, () -> client.reply(1), target);
      }
    }
  }

  @Test
  void aBodyThatNoAppReadsIsNoRequest() throws IOException {
    byte[] evil = get("/throw/evil");
    try (var client = new FastCgiClient(port)) {
      for (int i = 0; i < 20; i++) {
        CgiResponse ignored = client.send(post("/ignore", KEEP, evil)).response();
        assertEquals("ignored\n", ignored.whole());
        assertEquals("hello\n", client.send(get("/hello")).response().whole());
      }
    }
    assertEquals(0, BRIMD.lines("brim.log", "/throw/evil").size());
  }

  /** As Apache does: it takes END_REQUEST for the end of the body too. */
  @Test
  void theNextRequestMayFollowMuchOfABodyThatNoAppReads() throws IOException {
    byte[] body = new byte[4_000_000];
    byte[] request = post("/ignore", KEEP, body);
    int cut = request.length - body.length;
    try (var client = new FastCgiClient(port)) {
      client.send(Arrays.copyOf(request, cut));
      assertEquals("ignored\n", client.response().whole());
      client.send(Arrays.copyOfRange(request, cut, request.length)).send(get("/hello"));
      assertEquals("hello\n", client.response().whole());
    }
  }

  @Test
  void theNextRequestMayFollowARefusedOne() throws IOException {
    byte[] unreadable = request(1, KEEP, new byte[] {9}, new byte[5]);
    byte[] strange = request(1, KEEP, params("G T", "/hello", "", ""), new byte[0]);
    byte[] large = post("/length", KEEP, new byte[300_000]);
    try (var client = new FastCgiClient(limited)) {
      client.send(unreadable).send(strange).send(large).send(get("/hello"));
      assertEquals(400, client.response().code());
      assertEquals(400, client.response().code());
      assertEquals(413, client.response().code());
      assertEquals("hello\n", client.response().whole());
    }
  }

  @Test
  void aConnectionIsKeptOnlyWhereThatIsWanted() throws IOException {
    try (var client = new FastCgiClient(port)) {
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
      byte[] last = request(2, 0, params("GET", "/hello", "0", ""), new byte[0]);
      assertEquals("hello\n", client.send(last).reply(2).response().whole());
      client.raw().assertEnd();
    }
  }

  // --- the protocol's own answers ---

  @Test
  void valuesAreTold() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(record(9, 0, pairs("FCGI_MAX_CONNS=|FCGI_MPXS_CONNS=|FCGI_OTHER=")));
      assertEquals(new Answer(10, 0, "\16\2FCGI_MAX_CONNS77\17\1FCGI_MPXS_CONNS0"), client.read());
      client.send(record(200, 0, (byte) 1));
      assertEquals(new Answer(11, 0, "\u00c8\0\0\0\0\0\0\0"), client.read());
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
  }

  @Test
  void anotherRoleIsRefused() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(begin(5, 3, KEEP));
      assertEquals(new FastCgiClient.Reply("", 0, 3), client.reply(5));
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
      client.send(begin(6, 2, 0));
      assertEquals(3, client.reply(6).protocolStatus());
      client.raw().assertEnd();
    }
  }

  @Test
  void aSecondRequestAtTheSameTimeIsRefusedAndTheFirstGoesOn() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(begin(1, RESPONDER, KEEP));
      client.send(record(4, 1, params("POST", "/echo", "10", "")));
      client.send(record(4, 1));
      client.send(record(5, 1, "hello".getBytes(ISO_8859_1)));
      client.send(request(2, KEEP, params("GET", "/throw/second", "", ""), new byte[0]));
      assertEquals(new FastCgiClient.Reply("", 0, 1), client.reply(2));
      client.send(record(5, 1, "world".getBytes(ISO_8859_1)));
      client.send(record(5, 1));
      assertEquals("helloworld", client.response().whole());
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
    assertEquals(0, BRIMD.lines("brim.log", "/throw/second").size());
  }

  @Test
  void recordsOfOtherRequestsArePassedOver() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(record(5, 9, (byte) 1)).send(record(4, 9, (byte) 1)).send(record(2, 9));
      client.send(record(8, 9, (byte) 1)).send(get("/hello"));
      assertEquals("hello\n", client.response().whole());
    }
  }

  // --- ends ---

  @Test
  void anAbortBeforeTheBodyIsWholeIsNoAnswer() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(begin(1, RESPONDER, KEEP));
      client.send(record(4, 1, params("POST", "/length/called-off", "10", "")));
      client.send(record(4, 1)).send(record(5, 1, new byte[5])).send(record(2, 1));
      assertEquals(new FastCgiClient.Reply("", 0, 0), client.reply(1));
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
    String line = BRIMD.awaitLine("brim.log", "/length/called-off");
    assertTrue(line.contains(" 499 "), line);
  }

  @Test
  void anAbortEndsAResponseThatWouldGoOn() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(get("/zeros/900000000000"));
      assertEquals(6, client.read().type());
      client.send(record(2, 1));
      Answer answer = client.read();
      while (answer.type() == 6) {
        answer = client.read();
      }
      assertEquals(new Answer(3, 1, "\0\0\0\0\0\0\0\0"), answer);
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
    }
  }

  @Test
  void aWebServerThatLeavesInTheMiddleIsLogged() throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(begin(1, RESPONDER, KEEP));
      client.send(record(4, 1, params("POST", "/length/left-early", "10", "")));
      client.send(record(4, 1));
      client.raw().sendEnd();
      assertEquals(0, client.raw().rest().length);
    }
    String line = BRIMD.awaitLine("brim.log", "/length/left-early");
    assertTrue(line.contains(" 499 "), line);
  }

  // --- what is refused ---

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 71})
  void anotherVersionEndsTheConnection(int version) throws IOException {
    try (var client = new FastCgiClient(port)) {
      client.send(header(version, 1, 1, new byte[8], 0));
      client.raw().assertEnd();
    }
    BRIMD.awaitLine("brim.log", "a record of version " + version + " came");
  }

  @Test
  void recordsThatMakeNoSenseEndTheConnection() throws IOException {
    for (byte[] bytes :
        new byte[][] {
          record(1, 1, new byte[7]),
          record(1, 0, new byte[8]),
          record(4, 0, (byte) 1),
          record(9, 1),
          record(6, 1),
          record(9, 0, (byte) 5),
          "GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1)
        }) {
      try (var client = new FastCgiClient(port)) {
        client.send(bytes);
        client.raw().assertEnd();
      }
    }
  }

  @Test
  void malformedRequestsAreRefused() throws IOException {
    byte[] start = begin(1, RESPONDER, KEEP);
    byte[] good = record(4, 1, params("POST", "/length", "5", ""));
    byte[] end = record(4, 1);
    byte[] none = {};
    assertEquals(400, status(port, start, record(4, 1, (byte) 9), end));
    assertEquals(400, status(port, start, good, record(5, 1, (byte) 1)));
    assertEquals(400, status(port, start, good, end, good));
    assertEquals(400, status(port, start, good, end, record(6, 1)));
    assertEquals(400, status(port, start, good, end, record(5, 1, new byte[6])));
    assertEquals(400, status(port, start, good, end, record(5, 1, new byte[4]), record(5, 1)));
    assertEquals(400, status(port, start, good, end, header(2, 5, 1, none, 0)));
    for (String wrong :
        new String[] {
          "|CONTENT_LENGTH=5",
          "|HTTP_CONTENT_LENGTH=6",
          "|HTTP_A=b\nc",
          "|HTTP_A=b\0",
          "|HTTP_A B=c",
          "|HTTP_HOST=a|HTTP_HOST=b",
          "|REQUEST_METHOD=GET"
        }) {
      byte[] params = params("POST", "/length", "5", wrong);
      assertEquals(400, status(port, request(1, KEEP, params, new byte[5])), wrong);
    }
    assertEquals(400, status(port, get("/he llo")));
    assertEquals(400, status(port, get("/%00")));
  }

  @Test
  void requestsHaveLimits() throws IOException {
    byte[] none = {};
    assertEquals(200, status(limited, get("/hello?" + "a".repeat(80))));
    assertEquals(414, status(limited, get("/hello?" + "a".repeat(90))));
    String field = "|HTTP_X=" + "a".repeat(480);
    assertEquals(431, status(limited, request(1, 0, params("GET", "/a", "0", field), none)));
    String fields = "|HTTP_A=|HTTP_B=|HTTP_C=|HTTP_D=|HTTP_E=";
    assertEquals(431, status(limited, request(1, 0, params("GET", "/a", "0", fields), none)));
    assertEquals(431, status(limited, begin(1, 1, KEEP), record(4, 1, new byte[60_000])));
    assertEquals(200, status(limited, post("/length", 0, new byte[1024])));
    assertEquals(413, status(limited, post("/length", 0, new byte[1025])));
    byte[] unknown = params("POST", "/length", "", "");
    assertEquals(413, status(limited, request(1, 0, unknown, new byte[1025])));
  }

  @Test
  void slowRequestsAreAnsweredThatTheyAreLate() throws IOException {
    byte[] whole = post("/length", "hello");
    for (int cut : new int[] {20, 60, whole.length - 3}) {
      assertEquals(408, status(limited, Arrays.copyOf(whole, cut)), "after " + cut);
    }
    try (var client = new FastCgiClient(limited)) {
      assertEquals("hello\n", client.send(get("/hello")).response().whole());
      client.raw().assertEnd(); // The time for another one is over.
    }
  }
}

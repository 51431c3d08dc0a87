package net.brim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 and 1.0 as clients see them (RFC 9110 and 9112). */
class HttpProtocolTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = workbench echo stats
        access_log = off

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
    port = BRIMD.port();
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  // --- connections ---

  @Test
  void aConnectionServesOneRequestAfterTheOther() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      for (int i = 0; i < 3; i++) {
        RawClient.Response response = client.send(get("/hello")).read();
        assertEquals("HTTP/1.1 200 OK", response.statusLine());
        assertEquals("hello\n", response.text());
        assertNull(response.header("Connection"));
      }
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/hello") + post("/echo", "second") + get("/none") + get("/hello"));
      assertEquals("hello\n", client.read().text());
      assertEquals("second", client.read().text());
      assertEquals(404, client.read().status());
      assertEquals("hello\n", client.read().text());
    }
  }

  @Test
  void aRequestInSingleBytesIsStillOneRequest() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      for (char c : post("/echo", "bit by bit").toCharArray()) {
        client.send(String.valueOf(c));
      }
      assertEquals("bit by bit", client.read().text());
    }
  }

  @Test
  void aClientThatAsksForItGetsTheConnectionClosed() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response =
          client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").read();
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
  }

  @Test
  void aClientThatHasSaidAllStillGetsItsAnswer() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/hello") + get("/hello"));
      client.sendEnd();
      assertEquals("hello\n", client.read().text());
      assertEquals("hello\n", client.read().text());
      client.assertEnd();
    }
  }

  @Test
  void theOlderVersionClosesUnlessItAsksOtherwise() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send("GET /hello HTTP/1.0\r\n\r\n").read();
      assertEquals("HTTP/1.1 200 OK", response.statusLine());
      assertEquals("hello\n", response.text());
      client.assertEnd();
    }
    try (RawClient client = RawClient.connect(port)) {
      String request = "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertEquals("keep-alive", client.send(request).read().header("Connection"));
      assertEquals("hello\n", client.send(request).read().text());
    }
  }

  // --- bodies ---

  @Test
  void bodiesComeInChunksAndTheirTrailersToo() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      String chunked = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      client.send(
          "POST /echo HTTP/1.1\r\n" + chunked + "4\r\nsome\r\nA;x=y\r\n more byte\r\n0\r\n\r\n");
      assertEquals("some more byte", client.read().text());
      client.send("POST /trailers HTTP/1.1\r\n" + chunked + "3\r\nabc\r\n0\r\nX-Sum: 294\r\n\r\n");
      assertEquals("3 294\n", client.read().text());
    }
  }

  @Test
  void largeBodiesArriveWhole() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
      byte[] megabyte = new byte[1_000_000];
      for (int i = 0; i < 5; i++) {
        client.send(megabyte);
      }
      assertEquals("5000000\n", client.read().text());
      client.send("POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 5; i++) {
        client.send(Integer.toHexString(megabyte.length) + "\r\n").send(megabyte).send("\r\n");
      }
      assertEquals("5000000\n", client.send("0\r\n\r\n").read().text());
    }
  }

  @Test
  void aBodyOfUnknownLengthIsSentInChunksOrUntilTheEnd() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(get("/chunks")).read();
      assertEquals("chunked", response.header("Transfer-Encoding"));
      assertNull(response.header("Content-Length"));
      assertEquals("one,two", response.text());
      assertEquals("hello\n", client.send(get("/hello")).read().text());

      RawClient.Response old = client.send("GET /chunks HTTP/1.0\r\n\r\n").read();
      assertNull(old.header("Transfer-Encoding"));
      assertEquals("one,two", old.text());
      client.assertEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes,1000000", "stream,1000000", "bytes,0", "stream,0", "bytes,65536"})
  void whatAnAppSendsArrivesByteForByte(String form, int length) throws IOException {
    byte[] expected = new byte[length];
    for (int i = 0; i < length; i++) {
      expected[i] = (byte) (i * 31);
    }
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/" + form + "/" + length) + get("/hello"));
      assertArrayEquals(expected, client.read().body());
      assertEquals("hello\n", client.read().text());
    }
  }

  @Test
  void aFileIsSentWhole() throws IOException {
    Path file = Files.write(BRIMD.file("sent.bin"), new byte[3_000_000]);
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/file" + file) + get("/hello"));
      RawClient.Response response = client.read();
      assertEquals("3000000", response.header("Content-Length"));
      assertArrayEquals(new byte[3_000_000], response.body());
      assertEquals("hello\n", client.read().text());
    }
  }

  @Test
  void aSlowReaderGetsALargeResponseAndOthersDoNotWait() throws IOException {
    int length = 200_000_000;
    long worker = BRIMD.worker(0).get("pid").asLong();
    RawClient.get(port, "/zeros/" + length);
    long before = Processes.status(worker, "VmRSS:");
    try (RawClient slow = RawClient.connect(port, 32 * 1024)) {
      slow.send("GET /zeros/" + length + " HTTP/1.0\r\n\r\n");
      slow.exactly(1000);
      for (int i = 0; i < 200; i++) {
        assertEquals(200, RawClient.get(port, "/hello").status());
      }
      long grown = Processes.status(worker, "VmRSS:") - before;
      assertTrue(grown < 64 * 1024, () -> "kilobytes for one slow reader: " + grown);
      int rest = slow.rest().length;
      assertTrue(rest + 1000 > length && rest < length, () -> "came after the first: " + rest);
    }
  }

  @ParameterizedTest
  @CsvSource({"/hello,6", "/bytes/1000,1000", "/file/etc/passwd,-1", "/chunks,-2", "/none,14"})
  void headGetsTheHeadOfTheAnswer(String path, int length) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
      RawClient.Response head = client.readHead();
      RawClient.Response get = RawClient.get(port, path);
      assertEquals(get.status(), head.status());
      assertEquals(get.header("Content-Length"), head.header("Content-Length"));
      assertEquals(get.header("Transfer-Encoding"), head.header("Transfer-Encoding"));
      if (length >= 0) {
        assertEquals("" + length, head.header("Content-Length"));
      }
      assertEquals("hello\n", client.read().text());
    }
  }

  @ParameterizedTest
  @CsvSource({"100,true", "200000,true", "5000000,false"})
  void aBodyThatTheAppLeavesNeverBecomesTheNextRequest(int length, boolean goesOn)
      throws IOException {
    String smuggled = get("/bytes/5");
    String body = smuggled.repeat(length / smuggled.length() + 1).substring(0, length);
    try (RawClient client = RawClient.connect(port)) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(post("/ignore", body) + get("/hello"));
                } catch (IOException e) {
                  // The server need not take a body that is in vain.
                }
              });
      assertEquals("ignored\n", client.read().text());
      if (goesOn) {
        assertEquals("hello\n", client.read().text());
      } else {
        client.assertEnd();
      }
      Await.until("the end of sending", () -> !sender.isAlive());
    }
  }

  @Test
  void chunksThatTheAppLeavesNeverBecomeTheNextRequest() throws IOException {
    String smuggled = get("/bytes/5");
    try (RawClient client = RawClient.connect(port)) {
      client.send(
          "POST /ignore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(smuggled.length())
              + "\r\n"
              + smuggled
              + "\r\n0\r\n\r\n"
              + get("/hello"));
      assertEquals("ignored\n", client.read().text());
      assertEquals("hello\n", client.read().text());
    }
  }

  @Test
  void chunksThatAreTooManyToBeSkippedEndTheConnection() throws IOException {
    String smuggled = get("/bytes/5").repeat(30);
    String chunk = Integer.toHexString(smuggled.length()) + "\r\n" + smuggled + "\r\n";
    try (RawClient client = RawClient.connect(port)) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                client.trySend(chunked("/ignore", "").getBytes(ISO_8859_1));
                for (int i = 0; i < 1000 && client.trySend(chunk.getBytes(ISO_8859_1)); i++) {
                  // Nothing of this is a request.
                }
              });
      assertEquals("ignored\n", client.read().text());
      client.assertEnd();
      Await.until("the end of sending", () -> !sender.isAlive());
    }
  }

  @Test
  void whatIsWrongInABodyThatTheAppLeavesEndsTheConnection() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(chunked("/ignore", "5\r\nhello\r\nX\r\n\r\n") + get("/hello"));
      assertEquals("ignored\n", client.read().text());
      client.assertEnd();
    }
  }

  // --- Expect ---

  @Test
  void aBodyThatCameUninvitedNeverBecomesTheNextRequest() throws IOException {
    String smuggled = get("/bytes/5");
    try (RawClient client = RawClient.connect(port)) {
      client.send(expecting("/ignore", smuggled.length()) + smuggled + get("/hello"));
      assertEquals("ignored\n", client.read().text());
      client.assertEnd();
    }
  }

  @Test
  void nobodyIsToldToGoOnWithNothing() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
      assertEquals("HTTP/1.1 200 OK", client.read().statusLine());
      assertEquals("", client.send(expecting("/echo", 0)).read().text());
      assertEquals("hello\n", client.send(get("/hello")).read().text());
    }
  }

  @Test
  void theOlderVersionIsNotToldToGoOn() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(expecting("/echo", 5).replace("HTTP/1.1", "HTTP/1.0") + "hello");
      RawClient.Response response = client.read();
      assertEquals("HTTP/1.1 200 OK", response.statusLine());
      assertEquals("hello", response.text());
      client.assertEnd();
    }
  }

  @Test
  void theClientIsToldToGoOnWhenTheAppReads() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(expecting("/echo", 5));
      assertEquals("HTTP/1.1 100 Continue", client.readHead().statusLine());
      assertEquals("hello", client.send("hello").read().text());
      assertEquals("hello\n", client.send(get("/hello")).read().text());
    }
  }

  @Test
  void aBodyThatIsNotWantedIsNotAskedFor() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(expecting("/refuse", 5)).read();
      assertEquals(403, response.status());
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
  }

  @Test
  void noOtherExpectationIsMet() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("GET /hello HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n");
      assertEquals(417, client.read().status());
      client.assertEnd();
    }
  }

  @Test
  void curlSendsLargeBodiesThatWay() {
    Clients.need("curl");
    BRIMD.shell("head -c 3000000 /dev/zero > body.bin").exits(0);
    Outcome curl =
        BRIMD.shell(
            "curl -sv -H 'Expect: 100-continue' --data-binary @body.bin"
                + " http://127.0.0.1:8901/length");
    assertEquals("3000000\n", curl.out());
    assertTrue(curl.err().contains("< HTTP/1.1 100 Continue"), curl::toString);
    Outcome chunked =
        BRIMD.shell(
            "curl -s -H 'Transfer-Encoding: chunked' --data-binary @body.bin"
                + " http://127.0.0.1:8901/length");
    assertEquals("3000000\n", chunked.out());
  }

  // --- heads ---

  @Test
  void aLaterMinorVersionIsAnsweredAsOurs() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/hello").replace("HTTP/1.1", "HTTP/1.2"));
      assertEquals("HTTP/1.1 200 OK", client.read().statusLine());
      assertEquals("hello\n", client.send(get("/hello")).read().text());
    }
  }

  @Test
  void aConnectionToAnotherHostEndsWithItsAnswer() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + get("/hello"));
      RawClient.Response response = client.read();
      assertEquals(404, response.status());
      assertEquals("close", response.header("Connection"));
      client.assertEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /host HTTP/1.1|Host: a:80', a:80",
    "'GET http://a:80/host HTTP/1.1|Host: a:80', a:80",
    "'GET http://b/host HTTP/1.0', b",
    "'GET https://b:1/host HTTP/1.0|Host: b:1', b:1",
    "'GET http://b/sub/host HTTP/1.0', 200:b"
  })
  void theHostIsThatOfTheTarget(String head, String host) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(head.replace("|", "\r\n") + "\r\n\r\n").read();
      assertEquals(host + "\n", response.text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/value/a%0d%0aX-Split:%20b",
    "/value/a%0dX-Split:%20b",
    "/value/a%0aX-Split:%20b",
    "/value/a%0d%0a%0d%0aHTTP/1.1%20200%20OK",
    "/value/%c4%80",
    "/name/X-A:%20b%0d%0aX-Split",
    "/name/X-A%0aX-Split",
    "/name/X%20A",
    "/reason/Fine%0d%0aX-Split:%20b",
    "/reason/Fine%0aX-Split:%20b"
  })
  void noAppCanSplitAResponse(String path) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      RawClient.Response response = client.send(get(path)).read();
      assertEquals("HTTP/1.1 500 Internal Server Error", response.statusLine());
      assertTrue(response.fields().stream().noneMatch(field -> field.contains("Split")));
      assertEquals("hello\n", client.send(get("/hello")).read().text());
    }
    assertEquals("a\tb", RawClient.get(port, "/value/a%09b").header("X-Given"));
    assertEquals("HTTP/1.1 200 Fine", RawClient.get(port, "/reason/Fine").statusLine());
  }

  @Test
  void anUnknownPathIsNotFound() throws IOException {
    assertEquals("HTTP/1.1 404 Not Found", RawClient.get(port, "/none").statusLine());
  }

  // --- apps that fail ---

  @ParameterizedTest
  @CsvSource({"/throw/x", "/error", "/null", "/missing-file", "/status/103"})
  void anAppThatFailsGivesA500WithTheTransaction(String path) throws IOException {
    String txn = "it" + path.replace('/', '-');
    try (RawClient client = RawClient.connect(port)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nX-Txn: " + txn + "\r\n\r\n");
      RawClient.Response response = client.read();
      assertEquals(500, response.status());
      assertTrue(response.text().contains(txn), response::text);
    }
    String line = BRIMD.awaitLine("brim.log", "txn:" + txn);
    assertTrue(line.contains(" -- at "), line);
    assertEquals(200, RawClient.get(port, "/hello").status());
  }

  @Test
  void theConnectionGoesOnAfterAnAppThatThrew() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/throw/x") + get("/hello"));
      assertEquals(500, client.read().status());
      assertEquals("hello\n", client.read().text());
    }
  }

  @ParameterizedTest
  @CsvSource({"/broken-writer/late", "/broken-stream/late"})
  void aBodyThatBreaksOffDoesNotLookWhole(String path) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get(path));
      byte[] all = client.rest();
      String text = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1);
      assertTrue(text.startsWith("HTTP/1.1 200 OK\r\n"), text);
      assertTrue(!text.endsWith("\r\n0\r\n\r\n"), text);
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
    BRIMD.awaitLine("brim.log", path + ": the response broke off");
    assertEquals(200, RawClient.get(port, "/hello").status());
  }

  @Test
  void aBodyThatOnlyItsEndDelimitsDoesNotEndWellWhenItBreaksOff() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("GET /broken-writer/late HTTP/1.0\r\n\r\n");
      assertThrows(SocketException.class, client::rest);
    }
  }

  @Test
  void anAnswerBeforeOneThatBreaksOffArrives() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send(get("/hello") + get("/broken-writer/late"));
      assertEquals("hello\n", client.read().text());
      assertThrows(IOException.class, client::read);
    }
  }

  @ParameterizedTest
  @CsvSource({"/broken-writer/early", "/broken-stream/early"})
  void aBodyThatFailsBeforeAnyOfItWasSentGetsA500(String path) throws IOException {
    assertEquals(500, RawClient.get(port, path).status());
    BRIMD.awaitLine("brim.log", path + " failed");
  }

  // --- sub-requests ---

  @Test
  void anAppCanAskOthersInItsPipeline() throws IOException {
    assertEquals("200:hello\n", RawClient.get(port, "/sub/hello").text());
    assertEquals("404:404 Not Found\n", RawClient.get(port, "/sub/none").text());
    assertEquals("200:200:hello\n", RawClient.get(port, "/sub/sub/hello").text());
    assertTrue(RawClient.get(port, "/sub/throw/x").text().startsWith("500:"));
  }

  @Test
  void anAppCanSendABodyToOneOther() throws IOException {
    assertEquals(
        "POST /there?a=1 brim-sub-request content 7 inner.example true true true true\n",
        client("GET /inner HTTP/1.1\r\nHost: inner.example\r\nConnection: close\r\n\r\n"));
  }

  @Test
  void aRequestKnowsWhenItBegan() throws IOException {
    long millis = Long.parseLong(RawClient.get(port, "/started").text().strip());
    assertTrue(millis >= 0 && millis < 60_000, () -> millis + " ms");
  }

  private String client(String request) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      return client.send(request).read().text();
    }
  }

  // --- requests ---

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  static String chunked(String path, String chunks) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
  }

  private static String expecting(String path, int length) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, length);
  }
}

package net.brim.it;

import static net.brim.it.HttpProtocolTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The lines that requests leave in logs. */
class RequestLogTest {

  private static final String TIME = "\\d{8}T\\d{6}Z";
  private static final String SECONDS = "\\d+\\.\\d{5}";

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = workbench echo

        [http#combined]
        port = 8902
        apps = workbench echo
        access_log = combined
        access_log_to = file:~/combined.log

        [http#json]
        port = 8903
        apps = workbench echo
        access_log = json
        access_log_to = file:~/json.log

        [http#everything]
        port = 8904
        apps = workbench echo
        access_log_to = file:~/everything.log
        log_headers = yes
        log_auth_tokens = yes

        [http#nothing]
        port = 8905
        apps = workbench echo stats
        access_log = off

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  @Test
  void aLineHasTheFieldsOfTheSeedsQuotedAsTheyAre() {
    Clients.need("curl");
    BRIMD
        .shell(
            "curl -s -A 'agent 1%' -e 'http://a/b c' -u 'me:secret' -H 'X-Txn: t1'"
                + " -H 'X-Auth-Token: hidden' -d 12345"
                + " 'http://127.0.0.1:8901/log/%C3%A9%20%25?a=b%20c%26'")
        .exits(0);

    assertMatches(
        BRIMD.awaitLine("brim.log", " t1 "),
        "NOTICE 127\\.0\\.0\\.1 127\\.0\\.0\\.1 - me "
            + TIME
            + Pattern.quote(" POST /log/%C3%A9%20%25?a=b%20c& HTTP/1.1 200 7 0 http://a/b%20c")
            + Pattern.quote(" agent%201%25 t1 ")
            + SECONDS
            + " - someone - workbench: a%20b 100%25$");
    assertFalse(BRIMD.read("brim.log").contains("hidden"));
    assertFalse(BRIMD.read("brim.log").contains("secret"));
  }

  @Test
  void whatARequestLogsCarriesItsTransaction() throws IOException {
    send(8901, "GET /log/x HTTP/1.1\r\nHost: a\r\nX-Txn: t2\r\n\r\n");
    assertMatches(BRIMD.awaitLine("brim.log", "seen x txn:t2"), "INFO seen x txn:t2$");
  }

  @Test
  void aTransactionIsRandomWhereTheClientGivesNoPlainToken() throws IOException {
    send(8901, get("/log/random"));
    assertMatches(BRIMD.awaitLine("brim.log", "seen random"), "seen random txn:[0-9a-f]{32}$");
    send(8901, "GET /log/forged HTTP/1.1\r\nHost: a\r\nX-Txn: a b\r\n\r\n");
    assertMatches(BRIMD.awaitLine("brim.log", "seen forged"), "seen forged txn:[0-9a-f]{32}$");
  }

  @Test
  void bodiesAreCountedBothWays() throws IOException {
    send(8901, "POST /echo HTTP/1.1\r\nHost: a\r\nX-Txn: t3\r\nContent-Length: 5\r\n\r\nhello");
    assertMatches(BRIMD.awaitLine("brim.log", " t3 "), " POST /echo HTTP/1.1 200 5 5 - - t3 ");
  }

  @Test
  void aSubRequestHasALineOfItsOwnWithItsSource() throws IOException {
    send(8901, "GET /sub/hello HTTP/1.1\r\nHost: a\r\nX-Txn: t4\r\n\r\n");
    assertMatches(
        BRIMD.awaitLine("brim.log", "GET /hello HTTP/1.1 200 6 0 /sub/hello workbench t4 "),
        SECONDS + " - - workbench$");
    assertMatches(BRIMD.awaitLine("brim.log", "GET /sub/hello"), " t4 " + SECONDS + " - - -$");
  }

  @Test
  void aMalformedRequestIsLoggedToo() throws IOException {
    send(8901, "nonsense\r\n\r\n");
    assertMatches(
        BRIMD.awaitLine("brim.log", " - - - 400 "),
        "127\\.0\\.0\\.1 - - " + TIME + " - - - 400 \\d+ 0 - - - " + SECONDS + " - - -$");
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerIs499() throws IOException {
    Await.until("those of other tests to be gone", () -> openConnections() == 0);
    try (var held = new Workbench.Held(BRIMD)) {
      assertEquals(1, openConnections());
      held.client().reset();
      // An answer that is on its way before the server sees the reset counts as sent.
      Await.until("the end of the connection", () -> openConnections() == 0);
      held.goOn();
      assertMatches(
          BRIMD.awaitLine("brim.log", " HTTP/1.1 499 "),
          "GET /await/\\S+ HTTP/1.1 499 0 0 - - [0-9a-f]{32} " + SECONDS + " disconnect - -$");
    }
  }

  /** Those of the main port. */
  private static int openConnections() throws IOException {
    JsonNode stats = Brimd.json(RawClient.get(BRIMD.port(8905), "/stats").text());
    return stats.at("/http/open_connections").asInt(0);
  }

  @Test
  void noLineIsForged() throws IOException {
    send(
        8901,
        "GET /log/a%0A%0D2026%09b HTTP/1.1\r\nHost: a\r\nX-Txn: t5\r\nUser-Agent: \u00e9\r\n\r\n");
    assertMatches(
        BRIMD.awaitLine("brim.log", " t5 "), " /log/a%0A%0D2026%09b HTTP/1.1 200 .* %E9 t5 ");
    assertEquals(1, BRIMD.lines("brim.log", "txn:t5").size());
    assertTrue(BRIMD.lines("brim.log", "txn:t5").getFirst().contains("seen a\\n"));
  }

  @Test
  void theCombinedFormatIsAsOtherServersHaveIt() throws IOException {
    send(
        8902,
        "GET /hello?a HTTP/1.1\r\nHost: a\r\nUser-Agent: \"x\" y\r\nReferer: http://r/\r\n\r\n");
    assertMatches(
        BRIMD.awaitLine("combined.log", "hello"),
        "127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] "
            + Pattern.quote("\"GET /hello?a HTTP/1.1\" 200 6 \"http://r/\" \"\\\"x\\\" y\"")
            + "$");
    assertFalse(BRIMD.read("brim.log").contains("hello?a"));
  }

  @Test
  void theJsonFormatIsJson() throws IOException {
    send(8903, "GET /log/%22j%22 HTTP/1.1\r\nHost: a\r\nX-Txn: t6\r\nUser-Agent: x\\y\r\n\r\n");
    String line = BRIMD.awaitLine("json.log", "t6");
    JsonNode json = Brimd.json(line.substring(line.indexOf('{')));
    assertEquals("/log/\"j\"", json.get("path").asString());
    assertEquals("x\\y", json.get("user_agent").asString());
    assertEquals(200, json.get("status").asInt());
    assertEquals("someone", json.get("user").asString());
    assertEquals("a b", json.at("/log_info/1").asString());
    assertFalse(json.has("referer"));
  }

  @Test
  void headersAndTokensAreLoggedWhereAskedFor() throws IOException {
    send(8904, "GET /hello HTTP/1.1\r\nHost: a\r\nX-Txn: t7\r\nX-Auth-Token: shown\r\n\r\n");
    assertMatches(
        BRIMD.awaitLine("everything.log", " t7 "),
        "127\\.0\\.0\\.1 127\\.0\\.0\\.1 shown - .* headers: Host:a X-Txn:t7 X-Auth-Token:shown$");
  }

  @Test
  void noRequestIsLoggedWhereThatIsOff() throws IOException {
    send(8905, "GET /log/off HTTP/1.1\r\nHost: a\r\nX-Txn: unlogged\r\n\r\n");
    BRIMD.awaitLine("brim.log", "seen off");
    send(8901, "GET /log/on HTTP/1.1\r\nHost: a\r\nX-Txn: t9\r\n\r\n");
    BRIMD.awaitLine("brim.log", " t9 ");
    assertEquals(1, BRIMD.lines("brim.log", "unlogged").size(), "the app's own line");
  }

  private static void send(int port, String request) throws IOException {
    try (RawClient client = RawClient.connect(BRIMD.port(port))) {
      client.send(request).read();
    }
  }

  private static void assertMatches(String line, String end) {
    assertTrue(Pattern.compile(end).matcher(line).find(), () -> line + "\nshould match\n" + end);
  }
}

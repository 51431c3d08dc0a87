package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind proxies: whose word about the client is believed, in header fields and PROXY headers. */
class ProxiesTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static final HexFormat HEX = HexFormat.of();
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static int plain;
  private static int behindProxy;
  private static int trustingNobody;

  @BeforeAll
  static void start() {
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http#plain]
        port = 8901
        apps = workbench

        [http#proxy]
        port = 8902
        apps = workbench
        proxy_protocol = yes

        [http#nobody]
        port = 8903
        apps = workbench
        proxy_protocol = yes
        forwarded_allow_ips = 192.0.2.1

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    BRIMD.started();
    plain = BRIMD.port(8901);
    behindProxy = BRIMD.port(8902);
    trustingNobody = BRIMD.port(8903);
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  @Test
  void aProxyOnThisMachineIsBelieved() throws IOException {
    String head = forwarded("203.0.113.7", "https");
    assertTrue(
        answer(plain, head.getBytes(StandardCharsets.US_ASCII))
            .endsWith(" for /203.0.113.7:0, https\n"));
    assertTrue(BRIMD.awaitLine("brim.log", "203.0.113.7 127.0.0.1").contains(" GET /client "));
  }

  @Test
  void noOtherIsBelieved() throws IOException {
    String head = forwarded("203.0.113.7", "https");
    String text = answer(trustingNobody, head.getBytes(StandardCharsets.US_ASCII));
    assertTrue(text.matches("/127.0.0.1:(\\d+) for /127.0.0.1:\\1, http\n"), text);
  }

  @Test
  void theFirstVersionIsText() throws IOException {
    String head = "PROXY TCP4 203.0.113.8 198.51.100.1 4711 80\r\n" + request();
    assertEquals(
        "/203.0.113.8:4711 for /203.0.113.8:4711, http\n",
        answer(behindProxy, head.getBytes(StandardCharsets.US_ASCII)));
    BRIMD.awaitLine("brim.log", "203.0.113.8 203.0.113.8");
  }

  @Test
  void theSecondVersionIsBinary() throws IOException {
    String addresses = "cb007109" + "c6336401" + "1267" + "0050";
    assertEquals(
        "/203.0.113.9:4711 for /203.0.113.9:4711, http\n",
        answer(behindProxy, binary(SIGNATURE + "21" + "11" + "000c" + addresses)));
  }

  @Test
  void aHeaderMayComeByteByByte() throws IOException {
    String addresses = "20010db8" + "00".repeat(11) + "01" + "00".repeat(15) + "01" + "12670050";
    byte[] all = binary(SIGNATURE + "21" + "21" + "0024" + addresses);
    try (RawClient client = RawClient.connect(behindProxy)) {
      for (byte b : all) {
        client.send(new byte[] {b});
      }
      assertEquals(
          "/[2001:db8:0:0:0:0:0:1]:4711 for /[2001:db8:0:0:0:0:0:1]:4711, http\n",
          client.read().text());
    }
  }

  /** A health check of the proxy itself, and a proxy that does not know its client. */
  @ParameterizedTest
  @ValueSource(strings = {SIGNATURE + "20000000", "50524f585920554e4b4e4f574e0d0a"})
  void aProxyMaySpeakForItself(String header) throws IOException {
    String text = answer(behindProxy, binary(header));
    assertTrue(text.matches("/127.0.0.1:(\\d+) for /127.0.0.1:\\1, http\n"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /client HTTP/1.1\r\nHost: a\r\n\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 99999 80\r\n",
        "PROXY TCP9 1.2.3.4 5.6.7.8 9 80\r\n"
      })
  void withoutAValidHeaderTheConnectionEnds(String bytes) throws IOException {
    try (RawClient client = RawClient.connect(behindProxy).send(bytes)) {
      assertEquals(0, client.rest().length);
    }
    BRIMD.awaitLine("brim.log", "no valid PROXY header, closing it");
  }

  @Test
  void whoIsNotTrustedMayNotSendOne() throws IOException {
    try (RawClient client = RawClient.connect(trustingNobody)) {
      client.send("PROXY TCP4 203.0.113.8 198.51.100.1 4711 80\r\n" + request());
      assertEquals(400, client.read().status());
    }
  }

  @Test
  void requestsAfterTheFirstBelongToTheSameClient() throws IOException {
    try (RawClient client = RawClient.connect(behindProxy)) {
      client.send("PROXY TCP4 203.0.113.8 198.51.100.1 4711 80\r\n" + request() + request());
      assertEquals("/203.0.113.8:4711 for /203.0.113.8:4711, http\n", client.read().text());
      assertEquals("/203.0.113.8:4711 for /203.0.113.8:4711, http\n", client.read().text());
    }
  }

  private static String answer(int port, byte[] bytes) throws IOException {
    try (RawClient client = RawClient.connect(port).send(bytes)) {
      return client.read().text();
    }
  }

  private static byte[] binary(String header) {
    return HEX.parseHex(header + HEX.formatHex(request().getBytes(StandardCharsets.US_ASCII)));
  }

  private static String request() {
    return "GET /client HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String forwarded(String client, String scheme) {
    return "GET /client HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\nX-Forwarded-Proto: %s\r\n\r\n"
        .formatted(client, scheme);
  }
}

package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {

  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::/33", "127.0.0.1"));

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, true",
    "10.255.255.255, true",
    "11.0.0.0, false",
    "127.0.0.1, true",
    "127.0.0.2, false",
    "2001:db8::1, true",
    "2001:db8:7fff::1, true",
    "2001:db8:8000::1, false",
    "::ffff:10.1.2.3, true",
    "::1, false"
  })
  void aPeerIsTrustedWhereItsAddressLiesInANetwork(String address, boolean trusted) {
    assertEquals(trusted, PROXIES.contains(peer(address)));
  }

  @Test
  void peersOnUnixSocketsAreTrustedByTheirOwnWord() {
    SocketAddress peer = UnixDomainSocketAddress.of("/tmp/x");
    assertEquals(false, PROXIES.contains(peer));
    assertEquals(true, TrustedProxies.of(List.of("unix")).contains(peer));
    assertEquals(true, TrustedProxies.of(List.of("*")).contains(peer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
        "10.0.0.1 | [2a00::7]:4711 | 2a00:0:0:0:0:0:0:7",
        "10.0.0.1 | 2a00::7 | 2a00:0:0:0:0:0:0:7",
        "10.0.0.1 | 1.2.3.4, 203.0.113.7 | 203.0.113.7",
        "10.0.0.1 | 1.2.3.4, 203.0.113.7, 10.0.0.2 | 203.0.113.7",
        "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "10.0.0.1 | unknown | 10.0.0.1",
        "10.0.0.1 | 1.2.3.4, unknown, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | 127.1 | 10.0.0.1",
        "10.0.0.1 | '' | 10.0.0.1",
        "203.0.113.9 | 1.2.3.4 | 203.0.113.9"
      })
  void theClientIsTheLastHopThatIsNoProxyOfOurs(String peer, String said, String client) {
    Headers headers = HeaderList.of("X-Forwarded-For", said);
    assertEquals(client, address(PROXIES.client(peer(peer), headers)));
  }

  @Test
  void linesOfAFieldAreOneList() {
    Headers headers =
        HeaderList.of("X-Forwarded-For", "1.2.3.4").with("x-forwarded-for", "203.0.113.7");
    assertEquals("203.0.113.7", address(PROXIES.client(peer("10.0.0.1"), headers)));
  }

  @Test
  void whereAllAreTrustedTheFirstIsTheClient() {
    Headers headers = HeaderList.of("X-Forwarded-For", "1.2.3.4, 203.0.113.7");
    TrustedProxies all = TrustedProxies.of(List.of("*"));
    assertEquals("1.2.3.4", address(all.client(peer("198.51.100.1"), headers)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "10.0.0.1 | https | https",
        "10.0.0.1 | HTTP | http",
        "10.0.0.1 | wss | https",
        "10.0.0.1 | http, https | https",
        "10.0.0.1 | ftp | none",
        "203.0.113.9 | https | none"
      })
  void theSchemeIsWhatTheNearestProxySays(String peer, String said, @Nullable String scheme) {
    Headers headers = HeaderList.of("X-Forwarded-Proto", said);
    assertEquals(scheme, PROXIES.scheme(peer(peer), headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0", "/8"})
  void whatIsNoAddressIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(text)));
  }

  private static SocketAddress peer(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 5000);
  }

  private static String address(SocketAddress address) {
    return ((InetSocketAddress) address).getAddress().getHostAddress();
  }
}

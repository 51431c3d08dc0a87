package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1:81",
    "0.0.0.0,127.0.0.1:81 and every other address",
    "::,127.0.0.1:81 and every other address",
    "::1,[::1]:81",
    "2001:db8:0:0:1:0:0:1,[2001:db8::1:0:0:1]:81",
    "2001:db8:0:1:1:0:0:1,[2001:db8:0:1:1::1]:81",
    "2001:0:0:1:0:0:0:1,[2001:0:0:1::1]:81",
    "2001:db8:0:1:2:3:4:5,[2001:db8:0:1:2:3:4:5]:81",
    "1:2:3:4:5:6:0:0,[1:2:3:4:5:6::]:81",
    "100:20::3,[100:20::3]:81"
  })
  void saysWhereTheSubserverIs(String ip, String expected) {
    var address = new InetSocketAddress(InetAddress.ofLiteral(ip), 81);
    assertEquals(
        "[http] listening on http://" + expected,
        Listening.describe("http", "http", List.of(address)));
  }

  @Test
  void namesEveryAddress() {
    assertEquals(
        "[http] listening on http://127.0.0.1:81, unix:/run/a b",
        Listening.describe(
            "http",
            "http",
            List.of(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 81),
                UnixDomainSocketAddress.of("/run/a b"))));
  }
}

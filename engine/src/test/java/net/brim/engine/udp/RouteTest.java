package net.brim.engine.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "255.1.2.254", "::1", "2001:db8::ffff", "fe80::1"})
  void anAddressComesBackAsItWas(String literal) {
    var address = new InetSocketAddress(InetAddress.ofLiteral(literal), 65535);
    assertEquals(address, Route.to(address).peer());
  }

  @Test
  void anIpv4AddressIsMapped() {
    Route route = Route.to(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9));
    assertEquals(0, route.peerHigh());
    assertEquals(0xffff_c000_0201L, route.peerLow());
  }

  @Test
  void onlyALinkLocalAddressAnswersByItsInterface() {
    assertEquals(3, local(0xfe80_0000_0000_0000L).answerInterface());
    assertEquals(0, local(0x2001_0db8_0000_0000L).answerInterface());
  }

  @Test
  void aNameMustBeResolved() {
    var name = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertThrows(IllegalArgumentException.class, () -> Route.to(name));
  }

  private static Route local(long high) {
    return new Route(0, 1, 1, 0, true, high, 1, 3);
  }
}

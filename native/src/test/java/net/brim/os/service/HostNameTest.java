package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class HostNameTest {

  private final List<String> tried = new ArrayList<>();

  private String record(InetSocketAddress address) {
    tried.add(address.getAddress().getHostAddress() + " " + address.getPort());
    return "bound";
  }

  @Test
  void numbersAndNames() {
    assertEquals("bound", HostName.bind("127.0.0.1", 80, this::record));
    assertEquals("bound", HostName.bind("::1", 81, this::record));
    assertEquals(List.of("127.0.0.1 80", "0:0:0:0:0:0:0:1 81"), tried);
    var failure =
        assertThrows(
            OsException.class, () -> HostName.bind("no such host.invalid", 1, this::record));
    assertEquals("no such host.invalid: there is no address of that name", failure.getMessage());
  }

  @Test
  void anAsteriskIsEveryAddress() {
    assertEquals("bound", HostName.bind("*", 80, this::record));
    assertEquals(List.of("0:0:0:0:0:0:0:0 80"), tried);
  }

  @Test
  void withoutIpv6AnAsteriskIsEveryAddressOfIpv4() {
    for (int errno : new int[] {OsException.EAFNOSUPPORT, OsException.EADDRNOTAVAIL}) {
      tried.clear();
      HostName.bind(
          "*",
          80,
          address -> {
            var recorded = record(address);
            if (tried.size() == 1) {
              throw new OsException("bind", errno, "no IPv6");
            }
            return recorded;
          });
      assertEquals(List.of("0:0:0:0:0:0:0:0 80", "0.0.0.0 80"), tried);
    }
  }

  @Test
  void otherFailuresAreNotHidden() {
    assertThrows(
        OsException.class,
        () ->
            HostName.bind(
                "*",
                80,
                address -> {
                  throw new OsException("bind", OsException.EADDRINUSE, "taken");
                }));
  }
}

package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SocketsTest {

  @Test
  void bindsAndListens() throws Exception {
    int fd = OS.bindTcp(ip("127.0.0.1", 0), false);
    InetSocketAddress address = OS.localAddress(fd);
    assertEquals("127.0.0.1", address.getAddress().getHostAddress());
    assertTrue(address.getPort() > 0);
    assertThrows(java.io.IOException.class, () -> connect(address).close(), "not listening yet");
    OS.listen(fd, 10);
    connect(address).close();
    assertTrue(OS.poll(new int[] {fd}, -1)[0]);
    OS.close(fd);
  }

  @Test
  void aBusyPortIsAnError() {
    int fd = OS.bindTcp(ip("127.0.0.1", 0), false);
    OS.listen(fd, 10);
    InetSocketAddress address = OS.localAddress(fd);
    OsException failure = assertThrows(OsException.class, () -> OS.bindTcp(address, false));
    assertEquals(OsException.EADDRINUSE, failure.errno());
    assertEquals(
        "bind 127.0.0.1:" + address.getPort() + ": Address already in use", failure.getMessage());
    OS.close(fd);
    OS.close(OS.bindTcp(address, false));
  }

  @Test
  void anAddressOfAnotherMachineIsAnError() {
    InetSocketAddress foreign = ip("192.0.2.1", 8080);
    OsException failure = assertThrows(OsException.class, () -> OS.bindTcp(foreign, false));
    assertEquals(OsException.EADDRNOTAVAIL, failure.errno());
    assertEquals("bind 192.0.2.1:8080: Cannot assign requested address", failure.getMessage());
  }

  @Test
  void aFailedBindLeavesNoDescriptor() {
    int before = OS.memoryFile("next", 1);
    OS.close(before);
    InetSocketAddress foreign = ip("192.0.2.1", 8080);
    assertThrows(OsException.class, () -> OS.bindTcp(foreign, false));
    int after = OS.memoryFile("next", 1);
    OS.close(after);
    assertEquals(before, after);
  }

  @Test
  void theWildcardOfIpv6TakesIpv4() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")));
    int fd = OS.bindTcp(ip("::", 0), false);
    OS.listen(fd, 10);
    int port = OS.localAddress(fd).getPort();
    assertTrue(OS.localAddress(fd).getAddress().isAnyLocalAddress());
    connect(ip("127.0.0.1", port)).close();
    OsException failure = assertThrows(OsException.class, () -> OS.bindTcp(ip("::", port), false));
    assertEquals("bind [::]:" + port + ": Address already in use", failure.getMessage());
    OS.close(fd);
  }

  @Test
  void describesAddresses() {
    assertEquals("[::1]:80", SocketAddress.describe(ip("::1", 80)));
    assertEquals("0.0.0.0:65535", SocketAddress.describe(ip("0.0.0.0", 65535)));
    assertThrows(
        IllegalArgumentException.class,
        () -> OS.bindTcp(InetSocketAddress.createUnresolved("nowhere", 80), false));
  }

  private static InetSocketAddress ip(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static Socket connect(InetSocketAddress address) throws java.io.IOException {
    return new Socket(address.getAddress(), address.getPort());
  }
}

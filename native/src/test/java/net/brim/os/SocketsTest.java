package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SocketsTest {

  private static final int SOCK_DGRAM = 2;

  private static final CFunction SOCKET = CFunction.returningInt("socket");
  private static final CFunction BIND = CFunction.returningInt("bind");

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

  @Test
  void aDatagramIsDroppedWhereNobodyTakesIt(@TempDir Path directory) {
    Path path = directory.resolve("log");
    assertEquals(
        Errno.ENOENT, assertThrows(OsException.class, () -> OS.connectDatagram(path)).errno());
    int reader = datagramReader(path);
    int sender = OS.connectDatagram(path);
    byte[] line = "line".getBytes(StandardCharsets.US_ASCII);
    assertTrue(OS.sendDatagram(sender, line, 3));
    byte[] received = new byte[10];
    assertEquals(3, OS.read(reader, received, 0, 10));
    int sent = 0;
    while (OS.sendDatagram(sender, line, 4)) {
      sent++;
    }
    assertTrue(sent > 0, "then the queue was full");
    OS.close(reader);
    assertFalse(OS.sendDatagram(sender, line, 4), "the reader is gone");
    OS.close(sender);
  }

  @Test
  void aPathThatIsTooLongForASocketIsRefused(@TempDir Path directory) {
    Path path = directory.resolve("x".repeat(108));
    OsException failure = assertThrows(OsException.class, () -> OS.connectDatagram(path));
    assertEquals(Errno.ENAMETOOLONG, failure.errno());
  }

  private static int datagramReader(Path path) {
    try (Frame frame = new Frame()) {
      int fd = (int) SOCKET.call(frame, SocketAddress.AF_UNIX, SOCK_DGRAM, 0);
      Memory name = SocketAddress.unix(frame, path);
      assertEquals(0, BIND.call(frame, fd, name.address(), name.bytes().capacity()));
      return fd;
    }
  }

  private static InetSocketAddress ip(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static Socket connect(InetSocketAddress address) throws java.io.IOException {
    return new Socket(address.getAddress(), address.getPort());
  }
}

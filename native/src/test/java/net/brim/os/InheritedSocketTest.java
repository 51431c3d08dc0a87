package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class InheritedSocketTest {

  private static final int SOCK_DGRAM = 2;

  @Test
  void aListeningSocketIsTaken() {
    int fd = OS.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false);
    OS.listen(fd, 10);
    assertEquals(OS.localAddress(fd), OS.listeningAddress(fd));
    OS.close(fd);
  }

  @Test
  void anAbstractNameBeginsWithAnAt() {
    int fd;
    try (Frame frame = new Frame()) {
      fd = (int) Sockets.SOCKET.call(frame, SocketAddress.AF_UNIX, Sockets.SOCK_STREAM, 0);
      Memory name = frame.allocate(2);
      name.bytes().putShort(0, (short) SocketAddress.AF_UNIX);
      assertEquals(0, Sockets.BIND.call(frame, fd, name.address(), 2)); // the kernel names it
    }
    OS.listen(fd, 1);
    assertEquals('@', OS.listeningAddress(fd).toString().charAt(0));
    OS.close(fd);
  }

  @Test
  void anythingElseIsNamed() {
    int file = OS.memoryFile("file", 1);
    assertRefused(file, "no socket");
    OS.close(file);
    assertRefused(file, "not open");
    int[] pair = OS.socketPair();
    assertRefused(pair[0], "a socket that does not listen");
    OS.close(pair[0]);
    OS.close(pair[1]);
    int bound = OS.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false);
    assertRefused(bound, "a socket that does not listen");
    OS.close(bound);
    int datagrams;
    try (Frame frame = new Frame()) {
      datagrams = (int) Sockets.SOCKET.call(frame, SocketAddress.AF_INET, SOCK_DGRAM, 0);
    }
    assertRefused(datagrams, "a socket for neither TCP nor unix stream connections");
    OS.close(datagrams);
  }

  @Test
  void socketsForDatagramsAreToldFromOthers() {
    var any = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
    int udp = OS.bindUdp(any, false);
    int tcp = OS.bindTcp(any, false);
    int[] pair = OS.socketPair();
    assertTrue(OS.getsDatagrams(udp));
    assertFalse(OS.getsDatagrams(tcp));
    assertFalse(OS.getsDatagrams(pair[0]));
    for (int fd : new int[] {udp, tcp, pair[0], pair[1]}) {
      OS.close(fd);
    }
    assertThrows(OsException.class, () -> OS.getsDatagrams(udp));
  }

  private static void assertRefused(int fd, String what) {
    OsException failure = assertThrows(OsException.class, () -> OS.listeningAddress(fd));
    assertEquals("descriptor " + fd + ": " + what, failure.getMessage());
  }
}

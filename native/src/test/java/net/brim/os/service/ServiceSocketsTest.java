package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class ServiceSocketsTest {

  private static final Os OS = Os.current();

  private static Os fake(InvocationHandler handler) {
    return (Os)
        Proxy.newProxyInstance(Os.class.getClassLoader(), new Class<?>[] {Os.class}, handler);
  }

  @Test
  void aTcpSocketListens() throws Exception {
    int socket = ServiceSockets.tcp(OS, "127.0.0.1", 0, 16, Duration.ZERO);
    try {
      InetSocketAddress address = OS.localAddress(socket);
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        assertEquals(address.getPort(), client.getPort());
      }
      assertEquals(address, OS.listeningAddress(socket));
      var busy =
          assertThrows(
              OsException.class,
              () -> ServiceSockets.tcp(OS, "127.0.0.1", address.getPort(), 16, Duration.ZERO));
      assertEquals(OsException.EADDRINUSE, busy.errno());
    } finally {
      OS.close(socket);
    }
  }

  @Test
  void aUdpSocketHasItsAddressAlone() throws Exception {
    int socket = ServiceSockets.udp(OS, "127.0.0.1", 0, Duration.ZERO);
    try {
      InetSocketAddress address = OS.localAddress(socket);
      assertEquals(InetAddress.getLoopbackAddress(), address.getAddress());
      var busy =
          assertThrows(
              OsException.class,
              () -> ServiceSockets.udp(OS, "127.0.0.1", address.getPort(), Duration.ZERO));
      assertEquals(OsException.EADDRINUSE, busy.errno());
    } finally {
      OS.close(socket);
    }
  }

  @Test
  void aSocketThatCannotListenIsClosed() {
    var calls = new ArrayList<String>();
    Os os =
        fake((proxy, method, arguments) -> {
          calls.add(method.getName());
          return switch (method.getName()) {
            case "bindTcp" -> 7;
            case "listen" -> throw new OsException("listen", OsException.EACCES, "denied");
            default -> null;
          };
        });
    assertThrows(
        OsException.class, () -> ServiceSockets.tcp(os, "127.0.0.1", 80, 16, Duration.ZERO));
    assertEquals(List.of("bindTcp", "listen", "close"), calls);
  }
}

package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectionsTest {

  private final int listener =
      OS.bindTcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);

  ConnectionsTest() {
    OS.listen(listener, 10);
  }

  @AfterEach
  void close() {
    OS.close(listener);
  }

  private Socket client() throws IOException {
    InetSocketAddress address = OS.localAddress(listener);
    return new Socket(address.getAddress(), address.getPort());
  }

  /** Waits until one descriptor can be read. */
  private static void await(int fd) {
    assertTrue(OS.poll(new int[] {fd}, 10_000)[0]);
  }

  @Test
  void takesWhatWaitsAndNoMore() throws IOException {
    assertEquals(-1, OS.accept(listener));
    try (Socket client = client()) {
      await(listener);
      int connection = OS.accept(listener);
      assertTrue(connection >= 0);
      assertEquals(-1, OS.accept(listener));
      byte[] bytes = new byte[10];
      assertEquals(-1, OS.tryRead(connection, bytes, 0, 10), "nothing yet");

      client.getOutputStream().write(new byte[] {1, 2, 3});
      await(connection);
      assertEquals(3, OS.tryRead(connection, bytes, 2, 8));
      assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 0, 0, 0, 0, 0}, bytes);

      assertEquals(2, OS.tryWrite(connection, bytes, 3, 2));
      OS.shutDownOutput(connection);
      assertArrayEquals(new byte[] {2, 3}, client.getInputStream().readAllBytes());
      client.shutdownOutput();
      await(connection);
      assertEquals(0, OS.tryRead(connection, bytes, 0, 10), "the end");
      OS.close(connection);
    }
  }

  @Test
  void aReaderThatIsSlowIsWaitedForByPoll() throws IOException {
    try (Socket client = client()) {
      await(listener);
      int connection = OS.accept(listener);
      long sent = 0;
      int count;
      while ((count = OS.tryWrite(connection, new byte[8192], 0, 8192)) >= 0) {
        sent += count;
      }
      boolean[] writing = {true, false};
      int[] both = {connection, listener};
      assertArrayEquals(new boolean[] {false, false}, OS.poll(both, writing, 0));
      client.getInputStream().readNBytes((int) sent);
      assertArrayEquals(new boolean[] {true, false}, OS.poll(both, writing, 10_000));
      OS.close(connection);
    }
  }

  @Test
  void tellsWhoIsAtTheOtherEnd() {
    int[] pair = OS.socketPair();
    assertEquals(OS.effectiveUserId(), OS.peerUserId(pair[0]));
    OS.close(pair[0]);
    OS.close(pair[1]);
    assertThrows(OsException.class, () -> OS.peerUserId(pair[0]));
  }

  @Test
  void whatIsNoListenerIsAnError() {
    int[] pipe = OS.pipe();
    assertEquals(Errno.ENOTSOCK, assertThrows(OsException.class, () -> OS.accept(pipe[0])).errno());
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }
}

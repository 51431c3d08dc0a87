package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DatagramsTest {

  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long LOCALHOST = MAPPED | 0x7f00_0001L;

  private int fd = -1;

  @AfterEach
  void close() {
    OS.close(fd);
  }

  @Test
  void aBatchIsReadAndAnswered() throws IOException {
    int port = bind("127.0.0.1");
    try (var client = client("127.0.0.1");
        DatagramReader reader = OS.datagramReader(fd, 4, 100);
        DatagramWriter writer = OS.datagramWriter(fd, 4, 1000)) {
      assertEquals(0, reader.read());
      assertFalse(reader.next());
      send(client, "127.0.0.1", port, "one");
      send(client, "127.0.0.1", port, "");
      send(client, "127.0.0.1", port, "three");
      assertEquals(3, reader.read());
      for (String expected : new String[] {"one", "", "three"}) {
        assertTrue(reader.next());
        assertEquals(expected, text(reader.bytes()));
        assertFalse(reader.truncated());
        assertFalse(reader.hasLocal());
        assertEquals(0, reader.peerHigh());
        assertEquals(LOCALHOST, reader.peerLow());
        assertEquals(client.getLocalPort(), reader.peerPort());
        assertTrue(writer.add(0, LOCALHOST, reader.peerPort(), 0, reader.bytes()));
      }
      assertFalse(reader.next());
      assertEquals(3, writer.size());
      assertEquals(0, writer.write());
      assertEquals(0, writer.size());
      assertEquals("one", receive(client));
      assertEquals("", receive(client));
      assertEquals("three", receive(client));
    }
  }

  @Test
  void aBatchTakesNoMoreThanItHolds() throws IOException {
    int port = bind("127.0.0.1");
    try (var client = client("127.0.0.1");
        DatagramReader reader = OS.datagramReader(fd, 2, 100)) {
      for (int i = 0; i < 5; i++) {
        send(client, "127.0.0.1", port, "number " + i);
      }
      int[] sizes = {reader.read(), reader.read(), 0};
      assertTrue(reader.next());
      assertEquals("number 2", text(reader.bytes()));
      assertEquals(1, reader.remaining());
      sizes[2] = reader.read();
      assertArrayEquals(new int[] {2, 2, 1}, sizes);
      assertTrue(reader.next());
      assertEquals("number 4", text(reader.bytes()));
    }
  }

  @Test
  void whatIsTooLongIsSeen() throws IOException {
    int port = bind("127.0.0.1");
    try (var client = client("127.0.0.1");
        DatagramReader reader = OS.datagramReader(fd, 4, 10)) {
      send(client, "127.0.0.1", port, "0123456789");
      send(client, "127.0.0.1", port, "0123456789a");
      assertEquals(2, reader.read());
      assertTrue(reader.next());
      assertFalse(reader.truncated());
      assertTrue(reader.next());
      assertTrue(reader.truncated());
      assertEquals(10, reader.length());
    }
  }

  @Test
  void theLongestDatagramGoesBothWays() throws IOException {
    int port = bind("127.0.0.1");
    byte[] longest = new byte[65507];
    longest[65506] = 'x';
    try (var client = client("127.0.0.1");
        DatagramReader reader = OS.datagramReader(fd, 2, 65536);
        DatagramWriter writer = OS.datagramWriter(fd, 2, 65536)) {
      client.send(new DatagramPacket(longest, longest.length, ip("127.0.0.1"), port));
      assertEquals(1, reader.read());
      assertTrue(reader.next());
      assertArrayEquals(longest, reader.bytes());
      assertTrue(writer.add(0, LOCALHOST, client.getLocalPort(), 0, longest));
      assertFalse(writer.add(0, LOCALHOST, client.getLocalPort(), 0, new byte[30]), "no room");
      assertEquals(0, writer.write());
      var packet = new DatagramPacket(new byte[65536], 65536);
      client.receive(packet);
      assertEquals(longest.length, packet.getLength());
    }
  }

  @Test
  void aWildcardSocketOfIpv4AnswersFromTheAddressThatWasAsked() throws IOException {
    answersFromTheAddressThatWasAsked("0.0.0.0", "127.0.0.2", "127.0.0.1");
  }

  @Test
  void aWildcardSocketOfIpv6AnswersFromTheIpv4AddressThatWasAsked() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")));
    answersFromTheAddressThatWasAsked("::", "127.0.0.2", "127.0.0.1");
  }

  @Test
  void aWildcardSocketOfIpv6AnswersFromTheAddressThatWasAsked() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")));
    answersFromTheAddressThatWasAsked("::", "::1", "::1");
  }

  private void answersFromTheAddressThatWasAsked(String bound, String asked, String from)
      throws IOException {
    int port = bind(bound);
    OS.tellLocalAddresses(fd);
    try (var client = client(from);
        DatagramReader reader = OS.datagramReader(fd, 4, 100);
        DatagramWriter writer = OS.datagramWriter(fd, 4, 100)) {
      send(client, asked, port, "who?");
      assertEquals(1, reader.read());
      assertTrue(reader.next());
      assertTrue(reader.hasLocal());
      assertTrue(reader.localInterface() > 0);
      assertTrue(
          writer.add(
              reader.peerHigh(),
              reader.peerLow(),
              reader.peerPort(),
              reader.peerScope(),
              reader.localHigh(),
              reader.localLow(),
              0,
              reader.bytes()));
      assertEquals(0, writer.write());
      var packet = new DatagramPacket(new byte[10], 10);
      client.receive(packet);
      assertEquals(new InetSocketAddress(asked, port), packet.getSocketAddress());
    }
  }

  @Test
  void aDatagramThatIsRefusedKeepsNoOtherFromGoing() throws IOException {
    bind("127.0.0.1");
    try (var client = client("127.0.0.1");
        DatagramWriter writer = OS.datagramWriter(fd, 4, 100)) {
      int port = client.getLocalPort();
      assertTrue(writer.add(0, LOCALHOST, port, 0, bytes("first")));
      assertTrue(writer.add(0, LOCALHOST, 0, 0, bytes("to no port")));
      assertTrue(writer.add(0, LOCALHOST, port, 0, bytes("last")));
      assertEquals(1, writer.write());
      assertEquals("Invalid argument", writer.reason());
      assertEquals("first", receive(client));
      assertEquals("last", receive(client));
    }
  }

  @Test
  void whatCannotBeSentIsAnErrorAtOnce() {
    bind("127.0.0.1");
    try (DatagramWriter writer = OS.datagramWriter(fd, 4, 100)) {
      assertThrows(OsException.class, () -> writer.add(1, 1, 9, 0, bytes("to IPv6")));
      assertThrows(OsException.class, () -> writer.add(0, LOCALHOST, 9, 0, new byte[101]));
      assertEquals(0, writer.size());
    }
  }

  @Test
  void aClientThatHasGoneDisturbsNobody() throws IOException {
    int port = bind("127.0.0.1");
    try (DatagramReader reader = OS.datagramReader(fd, 4, 100);
        DatagramWriter writer = OS.datagramWriter(fd, 4, 100)) {
      int gone;
      try (var client = client("127.0.0.1")) {
        gone = client.getLocalPort();
      }
      assertTrue(writer.add(0, LOCALHOST, gone, 0, bytes("nobody is there")));
      assertEquals(0, writer.write());
      assertEquals(0, reader.read(), "no error of ICMP comes here");
      try (var client = client("127.0.0.1")) {
        send(client, "127.0.0.1", port, "next");
      }
      assertEquals(1, reader.read());
    }
  }

  @Test
  void whatTheKernelDropsIsCounted() throws IOException {
    int port = bind("127.0.0.1");
    assertEquals(0, OS.droppedDatagrams(fd));
    int sent = 20_000;
    int taken = 0;
    try (var client = client("127.0.0.1");
        DatagramReader reader = OS.datagramReader(fd, 64, 100)) {
      for (int i = 0; i < sent; i++) {
        send(client, "127.0.0.1", port, "more than the socket holds");
      }
      for (int batch = reader.read(); batch > 0; batch = reader.read()) {
        taken += batch;
      }
    }
    assertTrue(taken > 0 && taken < sent, "taken: " + taken);
    assertEquals(sent, taken + OS.droppedDatagrams(fd));
  }

  private int bind(String host) {
    fd = OS.bindUdp(new InetSocketAddress(ip(host), 0), false);
    return OS.localAddress(fd).getPort();
  }

  private static DatagramSocket client(String host) throws SocketException {
    return new DatagramSocket(0, ip(host));
  }

  private static void send(DatagramSocket client, String host, int port, String text)
      throws IOException {
    client.send(new DatagramPacket(bytes(text), text.length(), ip(host), port));
  }

  private static String receive(DatagramSocket client) throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UdpTest {

  private static final int DATAGRAMS = 40;

  private final List<Integer> group = new ArrayList<>();

  @AfterEach
  void close() {
    group.forEach(OS::close);
  }

  @Test
  void aBusyPortIsAnErrorEvenForOneThatWouldShareIt() {
    open(1);
    InetSocketAddress address = OS.localAddress(group.getFirst());
    for (boolean reusePort : new boolean[] {false, true}) {
      OsException failure = assertThrows(OsException.class, () -> OS.bindUdp(address, reusePort));
      assertEquals(OsException.EADDRINUSE, failure.errno());
    }
  }

  @Test
  void aGroupSharesAPortThatNobodyElseGetsAndIsSteered() throws Exception {
    open(3);
    InetSocketAddress address = OS.localAddress(group.getFirst());
    assertThrows(OsException.class, () -> OS.bindUdp(address, false));
    send();
    int[] all = drained();
    assertTrue(all[0] > 0 && all[1] > 0 && all[2] > 0, java.util.Arrays.toString(all));
    OS.steer(group.getFirst(), new int[] {1});
    send();
    assertArrayEquals(new int[] {0, DATAGRAMS, 0}, drained());
  }

  @Test
  void theWildcardOfIpv6TakesIpv4() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")));
    group.add(OS.bindUdp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0), false));
    send();
    assertArrayEquals(new int[] {DATAGRAMS}, drained());
  }

  private void open(int count) {
    int first = OS.bindUdp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false);
    group.add(first);
    if (count > 1) {
      OS.allowReusePort(first);
    }
    while (group.size() < count) {
      group.add(OS.bindUdp(OS.localAddress(first), true));
    }
  }

  /** From a port of its own each. */
  private void send() throws IOException {
    int port = OS.localAddress(group.getFirst()).getPort();
    for (int i = 0; i < DATAGRAMS; i++) {
      try (var client = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
        client.send(
            new DatagramPacket(new byte[] {'x'}, 1, InetAddress.ofLiteral("127.0.0.1"), port));
      }
    }
  }

  /** How many each socket has, when all have come. */
  private int[] drained() {
    int[] counts = new int[group.size()];
    for (int left = DATAGRAMS; left > 0; ) {
      boolean[] ready = OS.poll(group.stream().mapToInt(Integer::intValue).toArray(), -1);
      for (int i = 0; i < counts.length; i++) {
        if (ready[i]) {
          counts[i] += OS.read(group.get(i), new byte[8], 0, 8);
          left--;
        }
      }
    }
    return counts;
  }
}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteeringTest {

  private static final int CONNECTIONS = 50;

  private final List<Integer> group = new ArrayList<>();
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    group.forEach(OS::close);
  }

  @Test
  void aGroupOfSocketsSharesAPortThatNobodyElseGets() throws Exception {
    open(3);
    int[] counts = connect();
    assertTrue(Arrays.stream(counts).allMatch(count -> count > 0), Arrays.toString(counts));
    InetSocketAddress address = OS.localAddress(group.getFirst());
    OsException failure = assertThrows(OsException.class, () -> OS.bindTcp(address, false));
    assertEquals(OsException.EADDRINUSE, failure.errno());
  }

  @Test
  void aForeignListenerIsAnErrorForTheFirstOfAGroup() {
    open(2);
    InetSocketAddress address = OS.localAddress(group.getFirst());
    assertThrows(OsException.class, () -> OS.bindTcp(address, false));
  }

  @Test
  void movesAllConnectionsToTheLiveSlotsAndBack() throws Exception {
    open(3);
    steer(1);
    assertArrayEquals(new int[] {0, CONNECTIONS, 0}, connect());
    steer(0, 2);
    int[] two = connect();
    assertEquals(0, two[1]);
    assertTrue(two[0] > 0 && two[2] > 0, Arrays.toString(two));
    steer(0, 1, 2);
    int[] all = connect();
    assertTrue(Arrays.stream(all).allMatch(count -> count > 0), Arrays.toString(all));
  }

  @Test
  void steersAmongManySlots() throws Exception {
    open(128);
    int[] live = new int[127];
    Arrays.setAll(live, i -> i < 64 ? i : i + 1);
    steer(live);
    assertEquals(0, connect()[64]);
    Arrays.fill(live, 127);
    live = Arrays.copyOf(live, 128);
    live[127] = 100;
    steer(live);
    int[] counts = connect();
    assertEquals(CONNECTIONS, counts[127] + counts[100]);
    Arrays.fill(live, 0, 127, 100);
    steer(live);
    assertEquals(CONNECTIONS, connect()[100]);
  }

  @Test
  void somethingMustBeLive() {
    open(1);
    assertThrows(IllegalArgumentException.class, () -> steer());
  }

  private void open(int count) {
    int first = OS.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false);
    group.add(first);
    OS.allowReusePort(first);
    OS.listen(first, 1000);
    while (group.size() < count) {
      int next = OS.bindTcp(OS.localAddress(first), true);
      group.add(next);
      OS.listen(next, 1000);
    }
  }

  private void steer(int... live) {
    OS.steer(group.getLast(), live);
  }

  /** Connects and tells how many connections each socket got. */
  private int[] connect() throws IOException {
    int[] before = queued();
    InetSocketAddress address = OS.localAddress(group.getFirst());
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(new Socket(address.getAddress(), address.getPort()));
    }
    int[] counts = new int[group.size()];
    do {
      int[] now = queued();
      Arrays.setAll(counts, i -> now[i] - before[i]);
    } while (Arrays.stream(counts).sum() < CONNECTIONS);
    return counts;
  }

  /** The lengths of the accept queues, which the kernel shows as bytes to receive. */
  private int[] queued() throws IOException {
    List<String> inodes = new ArrayList<>();
    for (int fd : group) {
      String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      inodes.add(link.substring("socket:[".length(), link.length() - 1));
    }
    int[] lengths = new int[group.size()];
    for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
      String[] fields = line.strip().split(" +", -1);
      int index = inodes.indexOf(fields[9]);
      if (index >= 0) {
        lengths[index] = Integer.parseInt(fields[4].split(":", -1)[1], 16);
      }
    }
    return lengths;
  }
}

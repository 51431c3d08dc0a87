package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Every datagram is counted, once, and each worker has its share. {@code -Dbrim.datagrams=1000000}
 * sends a million to each number of workers.
 */
class UdpCountsTest {

  private static final int DATAGRAMS = Integer.getInteger("brim.datagrams", 60_000);

  /** As many as are under way at once: fewer than any socket holds. */
  private static final int WINDOW = 64;

  private static final int BYTES = 32;

  @RegisterExtension final Brimd brimd = new Brimd();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void allAreCountedAndSpread(int workers) throws IOException {
    brimd.conf(
        """
        [udp]
        port = 8905
        call = brim.udp_echo.UDPEcho
        workers = %d

        [wsgi]
        port = 8901
        apps = stats

        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(workers));
    brimd.started();

    sendAll();

    JsonNode udp = brimd.stats().get("udp");
    assertEquals(DATAGRAMS, udp.get("datagram_count").asLong(), udp::toPrettyString);
    assertEquals(DATAGRAMS, udp.get("sent_count").asLong(), udp::toPrettyString);
    assertEquals(DATAGRAMS * (long) BYTES, udp.get("byte_count").asLong(), udp::toPrettyString);
    double share = DATAGRAMS / (double) workers;
    for (int slot = 0; slot < workers; slot++) {
      double own = udp.at("/" + slot + "/datagram_count").asDouble();
      assertTrue(own >= 0.9 * share && own <= 1.1 * share, udp::toPrettyString);
    }
    brimd.stopped();
  }

  /** Sends one for each that comes back. */
  private void sendAll() throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), brimd.port(8905));
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      channel.connect(server);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      var seen = new boolean[DATAGRAMS];
      ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES + 1);
      int sent = 0;
      for (; sent < Math.min(WINDOW, DATAGRAMS); sent++) {
        send(channel, buffer, sent);
      }
      for (int back = 0; back < DATAGRAMS; ) {
        assertTrue(selector.select(Await.LIMIT.toMillis()) > 0, back + " came back, then none");
        selector.selectedKeys().clear();
        while (channel.read(buffer.clear()) > 0) {
          assertEquals(BYTES, buffer.flip().remaining());
          int number = buffer.getInt();
          assertTrue(!seen[number], "twice: " + number);
          seen[number] = true;
          back++;
          if (sent < DATAGRAMS) {
            send(channel, buffer, sent++);
          }
        }
      }
    }
  }

  private static void send(DatagramChannel channel, ByteBuffer buffer, int number)
      throws IOException {
    buffer.clear().putInt(0, number).limit(BYTES);
    assertEquals(BYTES, channel.write(buffer));
  }
}

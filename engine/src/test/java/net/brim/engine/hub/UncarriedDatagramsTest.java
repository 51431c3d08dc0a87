package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.UdpApp;
import net.brim.engine.udp.NioEndpoint;
import net.brim.engine.udp.Udp;
import net.brim.engine.udp.UdpContext;
import net.brim.engine.udp.UdpCounters;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Datagrams where the JDK carries the virtual threads: each has one of its own. */
@Timeout(60)
class UncarriedDatagramsTest {

  private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");

  private final Counter datagrams = new Counter(new AtomicLong());
  private final Counter other = new Counter(new AtomicLong());

  private record Counter(AtomicLong value) implements Stats.Counter {
    @Override
    public void add(long amount) {
      value.addAndGet(amount);
    }

    @Override
    public void set(long newValue) {
      value.set(newValue);
    }

    @Override
    public long get() {
      return value.get();
    }
  }

  private record Nobody() implements Server {
    @Override
    public String name() {
      return "udp";
    }

    @Override
    public int slot() {
      return 0;
    }

    @Override
    public Map<String, Object> stats() {
      return Map.of();
    }
  }

  private record NoJson() implements JsonCodec {
    @Override
    public byte[] write(Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T read(byte[] json, Class<T> type) {
      throw new UnsupportedOperationException();
    }
  }

  private UdpContext context(UdpApp app, int most) {
    var counters =
        new UdpCounters(datagrams, other, other, other, other, other, other, other, other);
    Stats stats = name -> other;
    return new UdpContext(
        () -> app, most, counters, new Nobody(), stats, new NoJson(), LoggerFactory.getLogger("x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1, 1, 1, 2, 2, 2, 2, 64, 1000})
  void allAreAnsweredHoweverFewMayBeInWork(int most) throws Exception {
    UdpApp app = (datagram, socket) -> socket.reply(datagram, datagram.bytes());
    var hub = new Hub(Transport.NIO, time -> {}, false);
    var udp = new Udp(context(app, most), List.of(hub));
    NioEndpoint endpoint = NioEndpoint.bind(new InetSocketAddress(LOCALHOST, 0), 100);
    udp.add(endpoint, true, false);
    try (var client = new DatagramSocket(0, LOCALHOST)) {
      client.setSoTimeout(30_000);
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 64; i++) {
          client.send(new DatagramPacket(new byte[] {1}, 1, endpoint.localAddress()));
        }
        for (int i = 0; i < 64; i++) {
          client.receive(new DatagramPacket(new byte[10], 10));
        }
      }
    }
    assertEquals(50 * 64, datagrams.get());
    assertTrue(udp.drain(Duration.ofSeconds(30)));
    udp.close();
    hub.close();
  }
}

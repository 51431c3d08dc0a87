package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.brim.api.Response;
import net.brim.engine.threads.PoolSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hubs that turn say so, whatever they serve. */
@Timeout(60)
class PulseTest {

  private static final int HUBS = 2;

  private final Map<Integer, CountDownLatch> beats = new ConcurrentHashMap<>();
  private final Pulse pulse =
      (hub, time) -> {
        if (time <= System.nanoTime()) {
          latch(hub).countDown();
        }
      };

  private CountDownLatch latch(int hub) {
    return beats.computeIfAbsent(hub, _ -> new CountDownLatch(3));
  }

  /** The first beat is that of the start. */
  private void allBeat() throws InterruptedException {
    for (int hub = 0; hub < HUBS; hub++) {
      assertTrue(latch(hub).await(30, TimeUnit.SECONDS), "hub " + hub);
    }
  }

  @Test
  void ofHttp() throws InterruptedException {
    try (var _ =
        HttpServer.builder(request -> Response.text("x")).hubs(HUBS).pulse(pulse).build()) {
      allBeat();
    }
  }

  @Test
  void ofHttpWithAPool() throws InterruptedException {
    try (var _ =
        HttpServer.builder(request -> Response.text("x"))
            .threads(PoolSettings.single(1))
            .hubs(HUBS)
            .pulse(pulse)
            .build()) {
      allBeat();
    }
  }

  @Test
  void ofTcp() throws InterruptedException {
    try (var _ = TcpServer.builder(() -> connection -> {}).hubs(HUBS).pulse(pulse).build()) {
      allBeat();
    }
  }

  @Test
  void ofUdp() throws InterruptedException {
    try (var _ =
        UdpServer.builder(() -> (datagram, socket) -> {}).hubs(HUBS).pulse(pulse).build()) {
      allBeat();
    }
  }
}

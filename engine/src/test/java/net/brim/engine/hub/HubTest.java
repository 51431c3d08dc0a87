package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HubTest {

  @Test
  void givesItsMemoryBackAtItsEnd() throws InterruptedException {
    var hub = new Hub(Transport.NIO, time -> {});
    assertFalse(hub.receiveBuffer().isReleased());
    // Whoever listens is told in the order in which they asked, and the hub was the first.
    var ended = new CountDownLatch(1);
    hub.loop().parent().terminationFuture().addListener(end -> ended.countDown());
    hub.close();
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    assertTrue(hub.receiveBuffer().isReleased());
  }
}

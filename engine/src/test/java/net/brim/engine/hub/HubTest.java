package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HubTest {

  @Test
  void givesItsMemoryBackAtItsEnd() throws InterruptedException {
    var hub = new Hub(Transport.NIO, time -> {});
    assertFalse(hub.receiveBuffer().isReleased());
    hub.close();
    assertTrue(hub.ended().await(30, TimeUnit.SECONDS));
    assertTrue(hub.receiveBuffer().isReleased());
  }
}

package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.StrictObserver;
import net.brim.engine.hub.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class Http2ConnectionTest {

  /** Nothing is asked for but the settings. */
  private static final HttpContext CONTEXT =
      new HttpContext(
          null, null, null, HttpSettings.DEFAULT, null, null, null, null, null, null, null);

  private final Hub hub = new Hub(Transport.NIO, time -> {});
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @AfterEach
  void end() {
    hub.close();
  }

  @Test
  void aClientThatLeavesBeforeItIsServedLeavesNoMemoryBehind() throws Exception {
    channel.config().setAllocator(memory);
    var connection =
        new Connection(hub, channel, same -> {}, new StrictObserver(), Duration.ofMinutes(1));
    hub.loop()
        .submit(() -> {
          channel.pipeline().addLast(connection);
          channel.close();
        })
        .sync();
    assertTrue(connection.gone());
    var next = new Http2Connection(CONTEXT, connection);
    assertTrue(memory.metric().usedDirectMemory() > 0, "SETTINGS wait to be sent");
    connection.handOver(next);
    hub.loop().submit(() -> {}).sync();
    assertEquals(0, memory.metric().usedDirectMemory());
  }
}

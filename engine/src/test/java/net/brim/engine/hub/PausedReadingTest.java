package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where much is unread, the channel is read no further, until a thread has taken it. */
@Timeout(60)
final class PausedReadingTest {

  private static final int ROUNDS = 20_000;

  private final Hub hub = new Hub(Transport.NIO, time -> {});
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Connection connection =
      new Connection(hub, channel, same -> {}, new StrictObserver(), Duration.ofMinutes(1));

  @AfterEach
  void end() {
    hub.close();
  }

  private void arrive(byte[] bytes) {
    hub.loop().execute(() -> connection.arrived(Unpooled.wrappedBuffer(bytes)));
  }

  private void awaitLoop() throws InterruptedException {
    hub.loop().submit(() -> {}).sync();
  }

  private void readAll() {
    connection.skip(connection.limit() - connection.position());
  }

  @Test
  void theChannelIsReadAgainWhenAllWasTaken() throws Exception {
    arrive(new byte[Inbound.HIGH_WATER]);
    awaitLoop();
    assertFalse(channel.config().isAutoRead());
    assertTrue(connection.take());
    awaitLoop();
    assertTrue(channel.config().isAutoRead());
  }

  /** Among so many rounds there are some where all is taken before the loop has paused. */
  @Test
  void noPauseIsLeftBehindByAThreadBesideTheLoop() throws Exception {
    byte[] bytes = new byte[Inbound.HIGH_WATER];
    for (int i = 0; i < ROUNDS; i++) {
      arrive(bytes);
      while (!connection.take()) {
        Thread.onSpinWait();
      }
      awaitLoop(); // The pause has come, if it does.
      awaitLoop(); // Its end has, too.
      assertTrue(channel.config().isAutoRead(), "nobody reads on after round " + i);
      readAll();
    }
  }
}

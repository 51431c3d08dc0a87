package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.time.Duration;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.StrictObserver;
import net.brim.engine.hub.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for its turn, with streams that nobody serves. */
@Timeout(60)
final class SenderTest implements Sender.Listener, Http2Stream.Changes {

  private static final Http2Headers OK =
      ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.cached("200"));

  private final Hub hub = new Hub(Transport.NIO, time -> {});
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Connection connection =
      new Connection(hub, channel, same -> {}, new StrictObserver(), Duration.ofMinutes(1));
  private final FrameWriter writer = new FrameWriter(connection.allocator());
  private final Allowance allowance = new Allowance();
  private final Sender sender = new Sender(connection, writer, this);
  private final Streams streams =
      new Streams(
          HttpSettings.DEFAULT,
          writer,
          new Workers(connection, () -> stream -> {}, 1),
          allowance,
          new Departure(hub, writer),
          hub,
          sender,
          this);
  private int last = -1;

  @AfterEach
  void end() {
    writer.close();
    channel.finishAndReleaseAll();
    hub.close();
  }

  /** Opens a stream that has this answer, or as much of it as there is room for. */
  private Http2Stream answered(int content) throws Exception {
    last += 2;
    streams.tooLarge(last, true);
    Http2Stream stream = streams.get(last);
    stream.send(OK);
    stream.write(new byte[content]);
    stream.end();
    pump(stream);
    return stream;
  }

  private void pump(Http2Stream stream) throws Exception {
    sender.offer(stream);
    sender.pump();
    channel.releaseOutbound();
  }

  @Test
  void aStreamThatIsResetDoesNotWaitForTheWindowOfTheConnection() throws Exception {
    answered(ReceiveWindow.INITIAL);
    Http2Stream other = answered(1);
    for (int i = 0; i < 5000; i++) {
      Http2Stream starved = answered(1);
      assertTrue(starved.isListed());
      assertEquals(2, sender.waiting());
      streams.reset(starved.id());
      assertFalse(starved.isListed());
      assertEquals(1, sender.waiting());
      answered(0); // It buys what the reset costs.
    }
    assertTrue(sender.widen(1));
    pump(other);
    assertEquals(0, sender.waiting());
    assertTrue(streams.isEmpty());
  }

  @Test
  void aStreamThatIsResetDoesNotWaitForItsTurn() throws Exception {
    last += 2;
    streams.tooLarge(last, true);
    Http2Stream stream = streams.get(last);
    stream.send(OK);
    sender.offer(stream);
    assertEquals(1, sender.waiting());
    streams.reset(stream.id());
    assertEquals(0, sender.waiting());
    sender.pump();
    assertTrue(streams.isEmpty());
  }

  // --- who is told ---

  @Override
  public void dataSent() {}

  @Override
  public void ended(Http2Stream stream) {
    streams.ended(stream);
  }

  @Override
  public void changed(Http2Stream stream) {}

  @Override
  public int streamWindow() {
    return sender.streamWindow();
  }
}

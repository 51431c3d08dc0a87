package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** For how long the rest of a frame may take, wherever it is cut. */
@Timeout(60)
final class FrameReaderTest implements FrameReader.Listener {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] DATA = {0, 0, 9, 0, 0, 0, 0, 0, 1};
  private static final byte[] HEADERS_OF_MORE = {0, 0, 0, 1, 0, 0, 0, 0, 1};

  /** Later than any deadline. */
  private static final long LATE = Long.MAX_VALUE - 1;

  private final Hub hub = new Hub(Transport.NIO, time -> {});
  private final Punctuality punctuality = new Punctuality(hub, Duration.ofSeconds(1));
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new FrameReader(
              new FieldDecoder(1000), new Http2FrameAdapter(), this, new Allowance(), punctuality));

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
    hub.close();
  }

  private void arrive(byte... bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  private void arriveInPieces(byte... bytes) {
    for (byte each : bytes) {
      arrive(each);
    }
  }

  private boolean isAwaited() {
    return punctuality.isLate(LATE);
  }

  @Test
  void whoReadsABodyWaitsForItWhereverItsFrameIsCut() {
    arrive(PREFACE);
    arriveInPieces(SETTINGS);
    assertFalse(isAwaited());
    arriveInPieces(DATA);
    assertFalse(isAwaited());
    arriveInPieces(new byte[9]);
    assertFalse(isAwaited());
    arrive(DATA[0]);
    assertTrue(isAwaited());
  }

  @Test
  void contentInTheMiddleOfAHeadDoesNotEndTheWaitForIt() {
    arrive(PREFACE);
    arrive(SETTINGS);
    arrive(HEADERS_OF_MORE);
    arriveInPieces(DATA);
    assertTrue(isAwaited());
  }

  @Test
  void contentBeforeTheFirstFrameDoesNotEndTheWaitForIt() {
    arrive(PREFACE);
    arriveInPieces(DATA);
    assertTrue(isAwaited());
  }

  // --- what is told ---

  @Override
  public void broken(Http2Exception why) {
    throw new AssertionError(why);
  }

  @Override
  public void faulty(Throwable fault) {
    throw new AssertionError(fault);
  }

  @Override
  public void tooLarge(int stream, boolean endStream) {
    throw new AssertionError("stream " + stream);
  }

  @Override
  public void streamBroken(int stream, Http2Exception why) {
    throw new AssertionError(why);
  }

  @Override
  public void readComplete() {}

  @Override
  public void writabilityChanged() {}

  @Override
  public void inputEnded() {}

  @Override
  public void closed() {}
}

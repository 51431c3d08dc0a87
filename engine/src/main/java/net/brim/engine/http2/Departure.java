package net.brim.engine.http2;

import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import net.brim.engine.hub.Hub;

/**
 * How a connection ends without a request being lost (RFC 9113, section 6.8). For the loop.
 *
 * <pre>
 *   STAYING ── begin() ──► WARNED: GOAWAY(2^31-1), PING ── answered, or 1 s ──► LEAVING: GOAWAY(last)
 * </pre>
 *
 * <p>What the client sent before it heard of our leaving is served; what it sends after that is for
 * another connection.
 */
final class Departure {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long WAIT_NANOS = Duration.ofSeconds(1).toNanos();

  /** Any number that a client recognises no meaning in. */
  private static final long PING = 0x4272_696d_2062_7965L;

  private final Hub hub;
  private final FrameWriter writer;
  private boolean begun;
  private boolean leaving;
  private long deadline = NEVER;
  private int last = Integer.MAX_VALUE;

  Departure(Hub hub, FrameWriter writer) {
    this.hub = hub;
    this.writer = writer;
  }

  /** We want to go; nothing where we do already. */
  void begin() {
    if (!begun) {
      begun = true;
      writer.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR, "");
      writer.ping(PING, false);
      deadline = hub.deadline(WAIT_NANOS);
    }
  }

  /** The client goes: it opens no more streams. */
  void follow(int lastStream) {
    begun = true;
    leave(lastStream);
  }

  /** A PING was answered. */
  void answered(long data, int lastStream) {
    if (data == PING && begun) {
      leave(lastStream);
    }
  }

  void tick(long clock, int lastStream) {
    if (clock >= deadline) {
      leave(lastStream);
    }
  }

  private void leave(int lastStream) {
    if (!leaving) {
      leaving = true;
      deadline = NEVER;
      last = lastStream;
      writer.goAway(lastStream, Http2Error.NO_ERROR, "");
    }
  }

  /** Whether no further stream is taken. */
  boolean isLeaving() {
    return leaving;
  }

  /** Whether a stream of that number came too late. */
  boolean excludes(int stream) {
    return stream > last;
  }
}

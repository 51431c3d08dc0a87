package net.brim.engine.http2;

import java.time.Duration;
import net.brim.engine.hub.Hub;

/**
 * Whether the client finishes what it has begun to say: the first frame after it has connected, the
 * rest of a frame, of the frames of one head. For the loop.
 */
final class Punctuality {

  private static final long NEVER = Long.MAX_VALUE;

  private final Hub hub;
  private final long nanos;
  private long deadline;

  /** The client has connected. */
  Punctuality(Hub hub, Duration time) {
    this.hub = hub;
    this.nanos = time.toNanos();
    this.deadline = hub.deadline(nanos);
  }

  /** Something has begun and is not whole; the time runs since its beginning. */
  void expectRest() {
    if (deadline == NEVER) {
      deadline = hub.deadline(nanos);
    }
  }

  /** It is whole. */
  void whole() {
    deadline = NEVER;
  }

  /** Whether the rest is overdue. */
  boolean isLate(long clock) {
    return clock >= deadline;
  }
}

package net.brim.engine.hub;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.brim.engine.hub.HandOverWriter.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of a hub leave while successors are there to take them. For the loop.
 *
 * <pre>
 *   idle connections: offered in rounds ──┬──► the queue ──► a successor
 *   one becomes idle: offered then ───────┘
 *                        │ queue full: another round after a pause, while the connection is served here
 *                        └ queue broken, or none: each ends with its next answer
 * </pre>
 */
final class Retirement {

  /** What can be offered to successors. */
  interface Leaver {

    /** Hands itself over, where it is idle and can be; null where it is not or cannot. */
    @Nullable Outcome leave(HandOverWriter queue, long now);
  }

  /** Runs something after a pause. */
  @FunctionalInterface
  interface Pause {
    void then(Runnable next);
  }

  /** How long connections are handed over without a pause for those that have something to say. */
  static final long LONGEST_ROUND = TimeUnit.MICROSECONDS.toNanos(200);

  private final List<? extends Leaver> leavers;
  private final @Nullable HandOverWriter queue;
  private final Pause pause;
  private final LongSupplier clock;

  /** The next one that is to be offered; less than 0 where all were. */
  private int next = -1;

  private boolean ended;

  /**
   * Nobody has left yet.
   *
   * @param leavers shrinks as they leave, the last one taking the place of one that does
   * @param queue null where there is none
   * @param clock nanoseconds of {@link System#nanoTime()}
   */
  Retirement(
      List<? extends Leaver> leavers,
      @Nullable HandOverWriter queue,
      Pause pause,
      LongSupplier clock) {
    this.leavers = leavers;
    this.queue = queue;
    this.pause = pause;
    this.clock = clock;
  }

  /** Whether connections leave by being handed over; else, each ends with its next answer. */
  boolean handsOver() {
    return queue != null && queue.isOpen();
  }

  /** Offers all that are idle, in pieces. */
  void begin() {
    if (queue != null && next < 0) {
      next = leavers.size() - 1;
      round(queue);
    }
  }

  /** Offers nobody any more: another way of leaving has begun. */
  void end() {
    ended = true;
  }

  private void round(HandOverWriter queue) {
    if (ended) {
      return;
    }
    long start = clock.getAsLong();
    long now = start;
    // Backwards, because one that leaves is no more in the list.
    for (; next >= 0; next--) {
      if (now - start > LONGEST_ROUND
          || (next < leavers.size() && leavers.get(next).leave(queue, now) == Outcome.FULL)) {
        pause.then(() -> round(queue));
        return;
      }
      now = clock.getAsLong();
    }
  }

  /** Offers one that may have become idle. */
  void offer(Leaver leaver) {
    // During a round, it has its turn there, or is offered again at the next tick.
    if (queue != null
        && !ended
        && next < 0
        && leaver.leave(queue, clock.getAsLong()) == Outcome.FULL
        && !leavers.isEmpty()) {
      next = leavers.size() - 1;
      pause.then(() -> round(queue));
    }
  }
}

package net.brim.engine.http;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request in the hands of the app, as far as its time limit is concerned.
 *
 * <pre>
 *   QUEUED ──begin──▶ RUNNING ──end──▶ OVER: the app's response goes out
 *                        │
 *                        └─late: interrupted─▶ LATE ──end──▶ OVER: 503, whatever the app answers
 *                                                │
 *                                                └─giveUp─▶ GIVEN_UP: 503 while the app goes on
 * </pre>
 */
final class WatchedCall {

  private enum State {
    QUEUED,
    RUNNING,
    LATE,
    GIVEN_UP,
    OVER
  }

  /** How long an app has to end after its interrupt before its client is answered without it. */
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final AbstractRequest request;
  private State state = State.QUEUED;
  private @Nullable Thread thread;
  private long start;
  private long lateSince;

  WatchedCall(AbstractRequest request) {
    this.request = request;
  }

  AbstractRequest request() {
    return request;
  }

  /** The app is about to be asked, on this thread. */
  synchronized void begin(long now) {
    state = State.RUNNING;
    thread = Thread.currentThread();
    start = now;
  }

  /** Where the app has run for so long: the thread that it runs on. Else null. */
  synchronized @Nullable Thread lateThread(long limit, long now) {
    return state == State.RUNNING && now - start >= limit ? thread : null;
  }

  /** Nanoseconds since the app was asked. */
  synchronized long age(long now) {
    return now - start;
  }

  /**
   * Interrupts the thread of an app that is late.
   *
   * @return false where the app has ended in this moment: then its response counts
   */
  synchronized boolean interrupt(long now) {
    if (state != State.RUNNING || thread == null) {
      return false;
    }
    state = State.LATE;
    lateSince = now;
    request.becameLate();
    thread.interrupt();
    return true;
  }

  /**
   * Another thread wants to answer in place of the app's: whether that has been late for so long
   * that it may.
   */
  synchronized boolean giveUp(long now) {
    if (state == State.LATE && now - lateSince >= GRACE) {
      state = State.GIVEN_UP;
    }
    return state == State.GIVEN_UP;
  }

  /**
   * The app is done, on its thread: no interrupt comes any more.
   *
   * @return whether the client has been answered already
   */
  synchronized boolean end() {
    boolean givenUp = state == State.GIVEN_UP;
    state = State.OVER;
    return givenUp;
  }
}

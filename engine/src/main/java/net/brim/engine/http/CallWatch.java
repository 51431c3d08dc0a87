package net.brim.engine.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks for apps that take longer for a request than they may: it logs where their threads are, and
 * interrupts them. It does so on a thread of its own, since the hub of an app that uses the
 * processor all the time does nothing else.
 */
public final class CallWatch implements AutoCloseable {

  private static final long SHORTEST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** A limit is met that much late, at most. */
  private static final long PAUSES_A_LIMIT = 20;

  private static final double NANOS_A_SECOND = 1e9;

  private final long limit;
  private final Set<WatchedCall> running = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;

  /** A watch that does not look yet. */
  public CallWatch(Duration limit) {
    this.limit = limit.toNanos();
  }

  /** Begins to look, on a thread of its own. */
  public synchronized void start() {
    thread = Thread.ofPlatform().daemon().name("request-watch").start(this::run);
  }

  private void run() {
    long pause =
        Math.clamp(
            TimeUnit.NANOSECONDS.toMillis(limit) / PAUSES_A_LIMIT,
            SHORTEST_PAUSE_MILLIS,
            LONGEST_PAUSE_MILLIS);
    try {
      while (true) {
        Thread.sleep(pause);
        look(System.nanoTime());
      }
    } catch (InterruptedException e) {
      running.clear(); // The server is closed.
    }
  }

  /** The app is about to be asked, on this thread; {@link #end} is due in any case. */
  void begin(WatchedCall call, long now) {
    call.begin(now);
    running.add(call);
  }

  /** The app is done; returns whether its client has been answered already. */
  boolean end(WatchedCall call) {
    running.remove(call);
    return call.end();
  }

  void look(long now) {
    running.removeIf(call -> isLate(call, now));
  }

  private boolean isLate(WatchedCall call, long now) {
    Thread late = call.lateThread(limit, now);
    if (late == null) {
      return false;
    }
    var where = new LateCall(late); // Before the interrupt, which makes it leave that place.
    boolean interrupted = call.interrupt(now);
    if (interrupted) {
      log(call, where, now);
    }
    return interrupted;
  }

  private void log(WatchedCall call, LateCall where, long now) {
    AbstractRequest request = call.request();
    CurrentRequest.during(
        request,
        () -> {
          request
              .logger()
              .error(
                  "{} {}: no response after {} s, limit {} s (request_timeout); interrupting it",
                  request.method(),
                  request.path(),
                  seconds(call.age(now)),
                  seconds(limit),
                  where);
          return null;
        });
  }

  private static String seconds(long nanos) {
    return "%.1f".formatted(nanos / NANOS_A_SECOND);
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

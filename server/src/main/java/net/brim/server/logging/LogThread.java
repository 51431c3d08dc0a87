package net.brim.server.logging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that writes the log.
 *
 * <pre>
 *   idle ──(a line comes: unparked)──▶ pump ──▶ gather for 2 ms ──▶ pump ──▶ … ──(nothing came)──▶ idle
 * </pre>
 *
 * <p>While it gathers, lines cost the threads that log nothing but their place in the queue.
 */
final class LogThread implements Runnable, Wakeup, Thread.UncaughtExceptionHandler {

  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long REPORT_AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final LogWriter writer;
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closing;

  private LogThread(LogWriter writer) {
    this.writer = writer;
    this.thread =
        Thread.ofPlatform()
            .name("brim-log")
            .daemon()
            .uncaughtExceptionHandler(this)
            .unstarted(this);
  }

  /** Starts a thread for that writer. */
  static LogThread start(LogWriter writer) {
    var started = new LogThread(writer);
    writer.onWork(started);
    started.thread.start();
    return started;
  }

  LogWriter writer() {
    return writer;
  }

  /** Writes what is queued and ends; false where that took longer. */
  boolean close(Duration deadline) {
    closing = true;
    LockSupport.unpark(thread);
    try {
      return thread.join(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what is queued now; false where that took longer. */
  boolean flush(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    long rounds = writer.rounds() + 2; // one may have begun before the last line came
    while (writer.rounds() < rounds) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.unpark(thread);
      LockSupport.parkNanos(GATHER);
    }
    return true;
  }

  @Override
  public void whenIdle() {
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void now() {
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closing) {
      waitForWork();
      pump();
      LockSupport.parkNanos(this, GATHER);
    }
    writer.finish();
  }

  /**
   * One line that cannot be written for a reason unknown must not end the log; to log the reason
   * could fail as well, so it goes to stderr.
   */
  private void pump() {
    try {
      writer.pump();
    } catch (RuntimeException e) {
      uncaughtException(thread, e);
    }
  }

  @Override
  public void uncaughtException(Thread failed, Throwable e) {
    e.printStackTrace();
  }

  private void waitForWork() {
    idle = true;
    // A line that comes before this check is seen by it, one that comes after it finds us idle.
    if (!writer.hasWork() && !closing) {
      if (writer.reportsPending()) {
        LockSupport.parkNanos(this, REPORT_AGAIN);
      } else {
        LockSupport.park(this);
      }
    }
    idle = false;
  }
}

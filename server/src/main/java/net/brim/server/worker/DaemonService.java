package net.brim.server.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.brim.api.Daemon;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.stats.HttpStats;

/**
 * Runs one daemon, on a thread of its own, until it ends or is told to.
 *
 * <pre>
 *            ┌─ returns or throws ──▶ ENDED: the process exits, the supervisor starts another
 *  RUNNING ──┤
 *            └─ drain ──▶ told to finish ──(graceful_timeout)──▶ interrupted ──▶ the process exits
 * </pre>
 */
final class DaemonService implements Service {

  /** Less than the supervisor waits beyond the limit. */
  private static final long AFTER_INTERRUPT_MILLIS = 500;

  private final String name;
  private final Daemon daemon;
  private final DaemonRun run;
  private final UncaughtExceptions uncaught;
  private final Runnable whenEnded;
  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int exitStatus;

  /**
   * A daemon that does not run yet.
   *
   * @param whenEnded told, on the daemon's thread, when it has ended for whatever reason
   */
  DaemonService(
      String name, Daemon daemon, DaemonRun run, UncaughtExceptions uncaught, Runnable whenEnded) {
    this.name = name;
    this.daemon = daemon;
    this.run = run;
    this.uncaught = uncaught;
    this.whenEnded = whenEnded;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  @Override
  public void begin() {
    run.stats().set(HttpStats.START_TIME, Instant.now().getEpochSecond());
    thread.start();
  }

  private void run() {
    try {
      daemon.run(run);
      if (!run.draining()) {
        Log.main().log(Severity.NOTICE, "daemon " + name + " has returned");
      }
    } catch (Throwable e) { // whatever it is, the process ends by it
      if (!(run.draining() && e instanceof InterruptedException)) {
        uncaught.log(e);
        exitStatus = 1;
      }
    } finally {
      over.countDown();
      whenEnded.run();
    }
  }

  /** A daemon has no sockets. */
  @Override
  public void accept(List<String> sockets) {}

  @Override
  public void cease() {}

  @Override
  public boolean drain(Duration limit) throws InterruptedException {
    run.drain();
    if (over.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)) {
      return true;
    }
    thread.interrupt();
    var _ = over.await(AFTER_INTERRUPT_MILLIS, TimeUnit.MILLISECONDS);
    return false;
  }

  @Override
  public OptionalInt ended() {
    return over.getCount() == 0 ? OptionalInt.of(exitStatus) : OptionalInt.empty();
  }

  @Override
  public String unfinished() {
    return "daemon " + name;
  }

  /** Its thread ends with the process. */
  @Override
  public void close() {}
}

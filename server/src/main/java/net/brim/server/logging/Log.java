package net.brim.server.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogThreshold;
import org.jspecify.annotations.Nullable;

/**
 * The log of this process: where every SLF4J logger writes, and what its other channels share.
 *
 * <p>Nothing here waits for a disk, a terminal or a syslog daemon: finished lines go through a
 * bounded queue to one writer thread, and what does not fit is dropped and counted. Before {@link
 * #open} and after {@link #close}, lines from WARNING on go straight to stderr.
 */
public final class Log {

  private static final LogChannel STDERR = DirectOutlet.stderr("brim");
  private static final AtomicLong DROPPED_BEFORE = new AtomicLong();

  private static volatile LogChannel main = STDERR;
  private static volatile @Nullable LogThread thread;

  private Log() {}

  /**
   * Makes {@code settings} those of the process's main channel, instead of any before; also starts
   * the writer thread.
   */
  public static synchronized LogChannel open(LogSettings settings) {
    LogChannel before = main;
    LogChannel opened = writer().open(settings);
    main = opened;
    before.close();
    return opened;
  }

  /** One more channel, such as that of a subserver among several in one process. */
  public static synchronized LogChannel channel(LogSettings settings) {
    return writer().open(settings);
  }

  /** The channel that SLF4J loggers write to. */
  public static LogChannel main() {
    return main;
  }

  /**
   * Has the writer thread open every log file anew, as after a rotation; a line logged after this
   * call is in the new file.
   *
   * @param done called when nothing goes to the old files any more
   */
  public static void reopen(Runnable done) {
    LogThread running = thread;
    if (running == null) {
      done.run();
    } else {
      running.writer().reopen(done);
    }
  }

  /** Writes what is queued now; false where that took longer than {@code limit}. */
  public static boolean flush(Duration limit) {
    LogThread running = thread;
    return running == null || running.flush(limit);
  }

  /**
   * Writes what is queued, then ends the writer thread.
   *
   * @return false where that took longer than {@code deadline}; then lines may be lost
   */
  public static boolean close(Duration deadline) {
    LogThread ending;
    synchronized (Log.class) {
      ending = thread;
      main = STDERR;
      thread = null;
    }
    if (ending == null) {
      return true;
    }
    boolean ended = ending.close(deadline);
    DROPPED_BEFORE.addAndGet(ending.writer().dropped());
    return ended;
  }

  /** How many lines this process has dropped so far. */
  public static long dropped() {
    LogThread running = thread;
    return DROPPED_BEFORE.get() + (running == null ? 0 : running.writer().dropped());
  }

  /**
   * The channel of a request log with a target of its own; its dropped lines are told in {@code
   * channel}.
   */
  static synchronized LogChannel requests(
      LogChannel channel, LogSettings settings, AccessLogSettings access, boolean bare) {
    var own =
        new LogSettings(settings.name(), LogThreshold.NOTICE, settings.facility(), access.to());
    return writer().open(own, bare, channel);
  }

  private static LogWriter writer() {
    LogThread running = thread;
    if (running == null) {
      running = LogThread.start(new LogWriter(Time.SYSTEM, new SystemSinks(Time.SYSTEM)));
      thread = running;
    }
    return running.writer();
  }
}

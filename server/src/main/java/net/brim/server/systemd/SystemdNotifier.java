package net.brim.server.systemd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of {@code sd_notify}.
 *
 * <pre>
 *  starting ──READY=1──▶ running ──RELOADING=1──▶ reloading ──READY=1──▶ running
 *     │                     │                         │
 *     └─────────────────────┴────────STOPPING=1───────┴──▶ stopping
 * </pre>
 */
final class SystemdNotifier implements Notifier {

  /** How much longer a start may take than was known, and how often that is said. */
  private static final long EXTENSION_MILLIS = 30_000;

  private static final long EXTEND_EVERY_MILLIS = 10_000;

  /** After that a start that goes on is for the manager's own limit to judge. */
  private static final long LONGEST_START_MILLIS = 300_000;

  private static final long RETRY_MILLIS = 200;
  private static final int LAST_RETRIES = 5;
  private static final long NEVER = Long.MAX_VALUE;

  private final NotifySocket socket;
  private final long pid;
  private final LongSupplier nanoTime;
  private final long watchdogMillis;
  private final long startEnd;
  private boolean starting = true;
  private long watchdogAt = 0;
  private long extendAt;
  private @Nullable String status;

  /**
   * For the process that the environment speaks to.
   *
   * @param nanoTime the monotonic clock of the system, which the manager compares with its own
   */
  SystemdNotifier(
      NotifySocket socket, Map<String, String> environment, long pid, LongSupplier nanoTime) {
    this.socket = socket;
    this.pid = pid;
    this.nanoTime = nanoTime;
    this.watchdogMillis = watchdog(environment, pid);
    long now = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    this.startEnd = now + LONGEST_START_MILLIS;
    this.extendAt = now + EXTEND_EVERY_MILLIS;
  }

  /** Half of the time after which a process that says nothing is killed; never for others' time. */
  private static long watchdog(Map<String, String> environment, long pid) {
    String micros = environment.getOrDefault(Variables.WATCHDOG_USEC, "");
    String whose = environment.getOrDefault(Variables.WATCHDOG_PID, Long.toString(pid));
    if (!micros.matches("[0-9]{1,18}") || !whose.equals(Long.toString(pid))) {
      return NEVER;
    }
    long half = TimeUnit.MICROSECONDS.toMillis(Long.parseLong(micros)) / 2;
    return Long.parseLong(micros) == 0 ? NEVER : Math.max(1, half);
  }

  @Override
  public void ready() {
    starting = false;
    socket.send(Notification.of("READY=1", "MAINPID=" + pid));
  }

  @Override
  public void reloading() {
    long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong());
    socket.send(Notification.of("RELOADING=1", "MONOTONIC_USEC=" + micros));
  }

  @Override
  public void stopping(Duration atMost) {
    starting = false;
    socket.send(
        Notification.of(
            "STOPPING=1",
            "EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(atMost.toMillis())));
  }

  @Override
  public void status(String line) {
    if (!line.equals(status)) {
      status = line;
      socket.send(Notification.of("STATUS=" + line.replaceAll("\\p{Cntrl}", " ")));
    }
  }

  /** A listening socket is never at its end, so the manager has nothing to poll it for. */
  @Override
  public void keep(String name, int descriptor) {
    socket.send(new Notification("FDSTORE=1\nFDNAME=" + name + "\nFDPOLL=0", List.of(descriptor)));
  }

  @Override
  public void forget(String name) {
    socket.send(Notification.of("FDSTOREREMOVE=1", "FDNAME=" + name));
  }

  @Override
  public long alive(long now) {
    if (watchdogMillis != NEVER && now >= watchdogAt) {
      watchdogAt = now + watchdogMillis;
      socket.send(Notification.of("WATCHDOG=1"));
    }
    if (starting && now >= extendAt) {
      extendAt = now < startEnd ? now + EXTEND_EVERY_MILLIS : NEVER;
      socket.send(
          Notification.of(
              "EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(EXTENSION_MILLIS)));
    }
    return socket.flush() ? nextTurn() : Math.min(now + RETRY_MILLIS, nextTurn());
  }

  private long nextTurn() {
    return Math.min(watchdogMillis == NEVER ? NEVER : watchdogAt, starting ? extendAt : NEVER);
  }

  @Override
  public void close() {
    for (int i = 0; i < LAST_RETRIES && !socket.flush(); i++) {
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    socket.close();
  }
}

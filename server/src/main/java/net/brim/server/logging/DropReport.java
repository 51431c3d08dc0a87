package net.brim.server.logging;

import java.util.concurrent.TimeUnit;

/** What has been told of the lines that a channel dropped; used by the writer thread. */
final class DropReport {

  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final LogChannel channel;
  private final LogChannel reports;
  private final Time time;
  private long reported;
  private long lastTry;

  DropReport(LogChannel channel, LogChannel reports, Time time) {
    this.channel = channel;
    this.reports = reports;
    this.time = time;
    this.lastTry = time.nanos() - INTERVAL;
  }

  /** Where reports go. */
  Sink sink() {
    return reports.sink();
  }

  /** Whether lines were dropped since the last report. */
  boolean pending() {
    return channel.dropped() != reported;
  }

  /** Writes one line where one is pending, at most once a second unless it is the last. */
  void write(boolean last) {
    long now = time.nanos();
    if (!pending() || (!last && now - lastTry < INTERVAL)) {
      return;
    }
    lastTry = now;
    long dropped = channel.dropped();
    String what = reports.equals(channel) ? " log lines dropped" : " request log lines dropped";
    Line line = reports.note(Severity.WARNING, (dropped - reported) + what);
    reports.sink().write(line);
    reports.sink().flush();
    if (!line.lost()) {
      reported = dropped;
    }
  }
}

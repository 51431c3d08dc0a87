package net.brim.server.logging;

import java.time.ZoneId;

/** Writes lines at once, on the thread that logs: for the time without a writer thread. */
final class DirectOutlet implements LineOutlet {

  /** A channel for grave lines to stderr. */
  static LogChannel stderr(String name) {
    return channel(name, SystemSinks.stderr(Time.SYSTEM), Time.SYSTEM);
  }

  /** A channel for grave lines to that sink. */
  static LogChannel channel(String name, Sink sink, Time time) {
    var layout = new StreamLayout(name, ProcessHandle.current().pid());
    var timestamps = new Timestamps(time, ZoneId.systemDefault());
    return new LogChannel(new DirectOutlet(), sink, layout, timestamps, Severity.WARNING);
  }

  @Override
  public synchronized void put(Line line) {
    Sink sink = line.channel().sink();
    sink.write(line);
    sink.flush();
    if (line.lost()) {
      line.channel().drop();
    }
  }

  @Override
  public void retire(LogChannel channel) {}
}

package net.brim.server.logging;

import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.ExceptionText;
import net.brim.api.Request;
import net.brim.engine.http.CurrentRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One name, threshold and target of this process's log. Channels with the same target share its
 * sink.
 */
public final class LogChannel implements AutoCloseable {

  private static final int TXN_LIMIT = 128;

  private final LineOutlet outlet;
  private final Sink sink;
  private final Layout layout;
  private final Timestamps timestamps;
  private final Severity threshold;
  private final DropReport dropReport;
  private final AtomicLong dropped = new AtomicLong();

  LogChannel(
      LineOutlet outlet, Sink sink, Layout layout, Timestamps timestamps, Severity threshold) {
    this(outlet, sink, layout, timestamps, threshold, null);
  }

  /** A channel whose dropped lines are reported in {@code reports} where that is not null. */
  LogChannel(
      LineOutlet outlet,
      Sink sink,
      Layout layout,
      Timestamps timestamps,
      Severity threshold,
      @Nullable LogChannel reports) {
    this.outlet = outlet;
    this.sink = sink;
    this.layout = layout;
    this.timestamps = timestamps;
    this.threshold = threshold;
    this.dropReport = new DropReport(this, reports == null ? this : reports, timestamps.time());
  }

  /** Whether lines of that severity are logged. */
  public boolean enabled(Severity severity) {
    return severity.compareTo(threshold) <= 0;
  }

  /** Logs a line; control characters in it are written out. */
  public void log(Severity severity, String text) {
    log(severity, text, null);
  }

  /** Logs a line with an exception. */
  public void log(Severity severity, String text, @Nullable Throwable thrown) {
    if (enabled(severity)) {
      LineBuffer line = begin(severity, 96 + text.length());
      if (line.text(text, layout.textLimit()) && thrown != null) {
        line.raw(' ');
        ExceptionText.write(thrown, piece -> line.text(piece, layout.textLimit()));
      }
      appendTransaction(line);
      end(line);
    }
  }

  /** An SLF4J logger that writes to this channel. */
  public Logger logger(String name) {
    return new BrimLogger(name, this);
  }

  /** Says that no line will come any more; what was logged before is still written. */
  @Override
  public void close() {
    outlet.retire(this);
  }

  /** Starts a line whose text the caller appends, for {@link #end}. */
  LineBuffer begin(Severity severity, int capacity) {
    return begin(severity, capacity, timestamps.time().millis());
  }

  /** Starts a line of that time. */
  LineBuffer begin(Severity severity, int capacity, long millis) {
    var line = new LineBuffer(capacity);
    layout.begin(line, severity, timestamps.at(millis), Math.floorMod(millis, 1000));
    return line;
  }

  Timestamps timestamps() {
    return timestamps;
  }

  /** Sends off a line that {@link #begin} started. */
  void end(LineBuffer line) {
    outlet.put(finish(line));
  }

  /** A line about this log itself, outside of any request and of the queue. */
  Line note(Severity severity, String text) {
    LineBuffer line = begin(severity, 96 + text.length());
    line.text(text, layout.textLimit());
    return finish(line);
  }

  private Line finish(LineBuffer line) {
    layout.end(line);
    return new Line(this, line);
  }

  private static void appendTransaction(LineBuffer line) {
    Request request = CurrentRequest.get();
    if (request != null) {
      line.ascii(" txn:");
      line.text(request.txn(), line.length() + TXN_LIMIT);
    }
  }

  Sink sink() {
    return sink;
  }

  /** Whether lines or reports of this channel go to that sink. */
  boolean uses(Sink other) {
    return sink.equals(other) || dropReport.sink().equals(other);
  }

  void drop() {
    dropped.getAndIncrement();
  }

  long dropped() {
    return dropped.get();
  }

  DropReport dropReport() {
    return dropReport;
  }
}

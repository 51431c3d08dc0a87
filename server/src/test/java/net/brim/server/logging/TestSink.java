package net.brim.server.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is written, or loses it while it is broken. */
final class TestSink implements Sink {

  final List<String> events = new ArrayList<>();
  boolean broken;

  /** What was written and has not been asked for yet. */
  List<String> drain() {
    var drained = List.copyOf(events);
    events.clear();
    return drained;
  }

  @Override
  public void write(Line line) {
    if (broken) {
      line.lose();
    } else {
      events.add(new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void reopen() {
    events.add("(reopen)");
  }

  @Override
  public void close() {
    events.add("(close)");
  }
}

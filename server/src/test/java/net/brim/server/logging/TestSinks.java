package net.brim.server.logging;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.LogThreshold;

/** Sinks in memory; the auto target is syslog. */
final class TestSinks implements Sinks {

  private final Map<LogTarget, TestSink> sinks = new HashMap<>();

  static LogTarget file(String name) {
    return new LogTarget.File(Path.of("/log", name));
  }

  static LogSettings settings(LogTarget target) {
    return new LogSettings("brimtest", LogThreshold.INFO, "LOCAL0", target);
  }

  TestSink of(LogTarget target) {
    return sinks.computeIfAbsent(target, unknown -> new TestSink());
  }

  @Override
  public LogTarget resolve(LogTarget target) {
    return target instanceof LogTarget.Auto ? new LogTarget.Syslog() : target;
  }

  @Override
  public Sink open(LogTarget target) {
    return of(target);
  }
}

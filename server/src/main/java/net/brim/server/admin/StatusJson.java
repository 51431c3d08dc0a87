package net.brim.server.admin;

import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import net.brim.server.control.StatusReport;

/** A report as {@code brimd status --json} shows it. */
final class StatusJson {

  private StatusJson() {}

  /** One object, on one line. */
  static String of(StatusReport report, ToLongFunction<StatusReport.Worker> memory) {
    return "{\"running\":true,\"pid\":%d,\"uptime_ms\":%d,\"phase\":%s,\"workers\":[%s]}"
        .formatted(
            report.pid(),
            report.uptimeMillis(),
            quoted(report.phase()),
            report.workers().stream()
                .map(worker -> of(worker, memory))
                .collect(Collectors.joining(",")));
  }

  private static String of(StatusReport.Worker worker, ToLongFunction<StatusReport.Worker> memory) {
    return "{\"section\":%s,\"slot\":%s,\"pid\":%d,\"state\":%s,\"uptime_ms\":%d,\"restarts\":%d,"
            .formatted(
                quoted(worker.section()),
                quoted(worker.slot()),
                worker.pid(),
                quoted(worker.state()),
                worker.uptimeMillis(),
                worker.restarts())
        + "\"requests\":%s,\"connections\":%d,\"memory\":%d}"
            .formatted(
                Long.toUnsignedString(worker.requests()),
                worker.connections(),
                memory.applyAsLong(worker));
  }

  /** A string with its quotes. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

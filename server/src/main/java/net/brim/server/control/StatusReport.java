package net.brim.server.control;

import java.util.ArrayList;
import java.util.List;

/**
 * How the workers are, as the supervisor sees it; on the wire one line for the supervisor and one
 * for each worker, with fields separated by tabs.
 *
 * @param pid of the supervisor
 * @param uptimeMillis of the supervisor
 * @param phase what it is doing, such as {@code running}
 */
public record StatusReport(long pid, long uptimeMillis, String phase, List<Worker> workers) {

  /** The command that asks for it. */
  public static final String COMMAND = "status";

  /**
   * One slot.
   *
   * @param pid of its worker; 0 where there is none now
   * @param state {@code starting}, {@code ready}, {@code draining} or {@code waiting}
   * @param uptimeMillis of the worker
   * @param requests unsigned
   */
  public record Worker(
      String section,
      String slot,
      long pid,
      String state,
      long uptimeMillis,
      int restarts,
      long requests) {}

  public StatusReport {
    workers = List.copyOf(workers);
  }

  /** As lines. */
  public String toText() {
    var text = new StringBuilder();
    line(text, pid, uptimeMillis, phase);
    for (Worker w : workers) {
      line(
          text,
          w.section(),
          w.slot(),
          w.pid(),
          w.state(),
          w.uptimeMillis(),
          w.restarts(),
          w.requests());
    }
    return text.toString();
  }

  /**
   * Of lines.
   *
   * @throws IllegalArgumentException where they are no report
   */
  public static StatusReport parse(String text) {
    List<String[]> lines = text.lines().map(line -> line.split("\t", -1)).toList();
    if (lines.isEmpty() || lines.getFirst().length != 3) {
      throw new IllegalArgumentException("this is no status report: " + text);
    }
    var workers = new ArrayList<Worker>();
    for (String[] f : lines.subList(1, lines.size())) {
      if (f.length != 7) {
        throw new IllegalArgumentException("a worker of %d fields".formatted(f.length));
      }
      workers.add(
          new Worker(
              f[0],
              f[1],
              Long.parseLong(f[2]),
              f[3],
              Long.parseLong(f[4]),
              Integer.parseInt(f[5]),
              Long.parseLong(f[6])));
    }
    String[] first = lines.getFirst();
    return new StatusReport(Long.parseLong(first[0]), Long.parseLong(first[1]), first[2], workers);
  }

  private static void line(StringBuilder text, Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      text.append(i == 0 ? "" : "\t").append(fields[i]);
    }
    text.append('\n');
  }
}

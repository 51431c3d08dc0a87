package net.brim.server.control;

import java.util.List;

/**
 * How the workers are, as the supervisor sees it; on the wire one line for the supervisor and one
 * for each worker, with fields that {@code docs/control.md} names.
 *
 * @param pid of the supervisor
 * @param uptimeMillis of the supervisor
 * @param phase what it is doing, such as {@code running}
 */
public record StatusReport(long pid, long uptimeMillis, String phase, List<Worker> workers) {

  /** The command that asks for it. */
  public static final String COMMAND = "status";

  private static final String SUPERVISOR = "supervisor";
  private static final String WORKER = "worker";

  /**
   * One slot.
   *
   * @param pid of its worker; 0 where there is none now
   * @param state {@code starting}, {@code ready}, {@code draining} or {@code waiting}
   * @param uptimeMillis of the worker
   * @param requests unsigned; connections or datagrams where it counts those
   * @param connections that are open
   */
  public record Worker(
      String section,
      String slot,
      long pid,
      String state,
      long uptimeMillis,
      int restarts,
      long requests,
      long connections) {}

  public StatusReport {
    workers = List.copyOf(workers);
  }

  /** Sends it. */
  public void writeTo(ControlReply reply) {
    reply.data(SUPERVISOR, pid, uptimeMillis, phase);
    for (Worker w : workers) {
      reply.data(
          WORKER,
          w.section(),
          w.slot(),
          w.pid(),
          w.state(),
          w.uptimeMillis(),
          w.restarts(),
          w.requests(),
          w.connections());
    }
  }

  /**
   * Of what was sent. There may be more lines and more fields than those that this version knows.
   *
   * @throws IllegalArgumentException where it is no report
   */
  public static StatusReport parse(List<List<String>> lines) {
    List<String> first =
        lines.stream()
            .filter(line -> is(line, SUPERVISOR, 4))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("this is no status report: " + lines));
    return new StatusReport(
        Long.parseLong(first.get(1)),
        Long.parseLong(first.get(2)),
        first.get(3),
        lines.stream().filter(line -> is(line, WORKER, 9)).map(StatusReport::worker).toList());
  }

  private static Worker worker(List<String> fields) {
    return new Worker(
        fields.get(1),
        fields.get(2),
        Long.parseLong(fields.get(3)),
        fields.get(4),
        Long.parseLong(fields.get(5)),
        Integer.parseInt(fields.get(6)),
        Long.parseLong(fields.get(7)),
        Long.parseLong(fields.get(8)));
  }

  private static boolean is(List<String> fields, String kind, int least) {
    if (!fields.getFirst().equals(kind)) {
      return false;
    }
    if (fields.size() < least) {
      throw new IllegalArgumentException(
          "a line of %d fields, of at least %d: %s".formatted(fields.size(), least, fields));
    }
    return true;
  }
}

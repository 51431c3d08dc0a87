package net.brim.server.admin;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToLongFunction;
import net.brim.server.control.StatusReport;

/** What can be asked here. */
enum Endpoint {
  LIVE("/live") {
    @Override
    Reply reply(StatusReport report, ToLongFunction<StatusReport.Worker> memory) {
      return Reply.text(Status.OK, "live");
    }
  },
  READY("/ready") {
    @Override
    Reply reply(StatusReport report, ToLongFunction<StatusReport.Worker> memory) {
      return Readiness.obstacle(report)
          .map(obstacle -> Reply.text(Status.UNAVAILABLE, obstacle))
          .orElseGet(() -> Reply.text(Status.OK, "ready"));
    }
  },
  STATUS("/status") {
    @Override
    Reply reply(StatusReport report, ToLongFunction<StatusReport.Worker> memory) {
      return Reply.json(StatusJson.of(report, memory));
    }
  };

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  /** The one of that path; empty where there is none. */
  static Optional<Endpoint> of(String path) {
    return Arrays.stream(values()).filter(one -> one.path.equals(path)).findFirst();
  }

  /**
   * The answer of a supervisor that has reported.
   *
   * @param memory what a worker has of it, in bytes
   */
  abstract Reply reply(StatusReport report, ToLongFunction<StatusReport.Worker> memory);
}

package net.brim.server.plan;

import java.nio.file.Path;
import java.util.List;

/**
 * The descriptors that a worker inherits beside stdin, which is at its end, and stdout and stderr,
 * which lead to the supervisor.
 *
 * @param lifeline commands of the supervisor; its end means that the supervisor is gone
 * @param plan memory with the {@link Plan}
 * @param stats memory with the statistics of all workers
 * @param reports to the supervisor
 * @param logStderr the supervisor's own stderr, for log lines
 * @param vitals memory in which the hubs show that they turn
 * @param handOver where idle connections are left to other workers of the subserver: one end of a
 *     pair of unix sockets that all of them have, whichever generation they are of
 * @param takeOver where they are taken: the other end
 * @param listeners the first listening socket; the groups, and in them the slots, follow each other
 * @param groups a group for each address
 */
public record WorkerDescriptors(
    int lifeline,
    int plan,
    int stats,
    int reports,
    int logStderr,
    int vitals,
    int handOver,
    int takeOver,
    int listeners,
    List<SocketGroup> groups) {

  public WorkerDescriptors {
    groups = List.copyOf(groups);
  }

  /** As the supervisor passes them, with those listening sockets. */
  public static WorkerDescriptors inherited(List<SocketGroup> groups) {
    return new WorkerDescriptors(3, 4, 5, 6, 7, 8, 9, 10, 11, groups);
  }

  /** Where a descriptor of this process can be opened anew. */
  public static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}

package net.brim.server.plan;

import java.nio.file.Path;

/**
 * The descriptors that a worker inherits beside stdin, which is at its end, and stdout and stderr,
 * which lead to the supervisor.
 *
 * @param lifeline commands of the supervisor; its end means that the supervisor is gone
 * @param plan memory with the {@link Plan}
 * @param stats memory with the statistics of all workers
 * @param reports to the supervisor
 * @param logStderr the supervisor's own stderr, for log lines
 * @param listeners the first listening socket; those of the slots follow each other
 * @param sockets how many there are: one for each slot, or one for all
 */
public record WorkerDescriptors(
    int lifeline, int plan, int stats, int reports, int logStderr, int listeners, int sockets) {

  /** As the supervisor passes them, with that many listening sockets. */
  public static WorkerDescriptors inherited(int sockets) {
    return new WorkerDescriptors(3, 4, 5, 6, 7, 8, sockets);
  }

  /** The listening socket of a slot. */
  public int listener(int slot) {
    return listeners + (sockets == 1 ? 0 : slot);
  }

  /** Where a descriptor of this process can be opened anew. */
  public static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}

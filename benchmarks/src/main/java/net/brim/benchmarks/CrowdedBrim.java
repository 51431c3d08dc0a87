package net.brim.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Brim of one worker of one hub that many connections come to. */
final class CrowdedBrim implements AutoCloseable {

  /** Descriptors that a server, or wrk, has beside those of the crowd. */
  private static final int OTHERS = 500;

  private final ServerProcess server;
  private final int port;

  private CrowdedBrim(ServerProcess server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param app a class beside {@code ScenarioApp}
   */
  static CrowdedBrim start(Workplace work, String name, String app, int connections)
      throws IOException, InterruptedException, UnavailableException {
    checkDescriptors(connections + OTHERS);
    int port = Workplace.freePort();
    var command = new BrimCommands(work).crowded(name, port, app, connections + OTHERS);
    return new CrowdedBrim(
        ServerProcess.start(command, port, false, work.path(name + ".out")), port);
  }

  private static void checkDescriptors(int needed) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String hard = line.substring("Max open files".length()).strip().split(" +", -1)[1];
        if (!hard.equals("unlimited") && Long.parseLong(hard) < needed) {
          throw new UsageException(
              "this needs " + needed + " open files, and the hard limit (ulimit -Hn) is " + hard);
        }
      }
    }
  }

  String origin() {
    return server.origin();
  }

  int port() {
    return port;
  }

  double cpuSeconds() {
    return server.cpuSeconds();
  }

  /** The process id of the worker. */
  long worker() throws IOException {
    return BrimCommands.worker(server.handle());
  }

  @Override
  public void close() {
    server.close();
  }
}

package net.brim.server.cli;

import java.nio.file.Path;

/** The memory that processes have now, as the kernel counts it. */
final class ResidentMemory {

  private ResidentMemory() {}

  /** In bytes; 0 where there is no such process. */
  static long of(long pid) {
    String status = OwnProcess.read(Path.of("/proc/" + pid + "/status"));
    return status == null ? 0 : in(status);
  }

  private static long in(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}

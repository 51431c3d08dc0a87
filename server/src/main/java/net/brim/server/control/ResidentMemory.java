package net.brim.server.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that processes have, of which the system may share some between them. */
public final class ResidentMemory {

  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /** In bytes; 0 where there is no such process. */
  public static long of(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/status"))
          .lines()
          .filter(line -> line.startsWith(FIELD))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}

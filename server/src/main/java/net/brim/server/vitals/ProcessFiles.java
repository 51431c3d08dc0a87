package net.brim.server.vitals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel says of a process, in {@code /proc}; nothing of one that is gone. */
public final class ProcessFiles {

  private static final String RESIDENT = "VmRSS:";
  private static final int KILO = 1024;

  private final Path directory;

  /** That of the process with this number. */
  public ProcessFiles(int pid) {
    this(Path.of("/proc/" + pid));
  }

  ProcessFiles(Path directory) {
    this.directory = directory;
  }

  /** Whether a signal has stopped it, or a debugger has. */
  public boolean isStopped() {
    // The name before the state may hold anything, parentheses and blanks too.
    String stat = read("stat");
    int state = stat.lastIndexOf(')') + 2;
    return state < stat.length() && Character.toLowerCase(stat.charAt(state)) == 't';
  }

  /** How many bytes of memory it has touched and holds, code and shared memory too. */
  public OptionalLong residentBytes() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
        .findFirst();
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It is gone.
    }
  }
}

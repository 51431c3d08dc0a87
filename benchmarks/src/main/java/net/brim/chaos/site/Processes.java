package net.brim.chaos.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code /proc} knows. */
public final class Processes {

  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** Those whose environment has that variable with that value, zombies left out. */
  public static List<Long> with(String variable) {
    var found = new ArrayList<Long>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (List.of(read(entry.resolve("environ")).split("\0", -1)).contains(variable)) {
          found.add(Long.parseLong(entry.getFileName().toString()));
        }
      }
      return found;
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be listed", e);
    }
  }

  /** The process that started it. */
  public static long parent(long pid) {
    String status = read(pid, "status");
    return status.isEmpty() ? 0 : Long.parseLong(field(status, "PPid"));
  }

  /** The value of a field of {@code /proc/PID/status}. */
  public static String status(long pid, String field) {
    return field(read(pid, "status"), field);
  }

  private static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Its command line. */
  public static String command(long pid) {
    return read(pid, "cmdline").replace('\0', ' ').strip();
  }

  /** A file of its directory; empty where the process is gone. */
  public static String read(long pid, String file) {
    return read(PROC.resolve(pid + "/" + file));
  }

  /** How many entries a directory of it has. */
  public static long count(long pid, String directory) {
    try (Stream<Path> entries = Files.list(PROC.resolve(pid + "/" + directory))) {
      return entries.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Sends it a signal, such as {@code STOP}; one that is gone gets none. */
  public static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}

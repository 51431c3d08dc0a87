package net.brim.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code /proc} knows. */
final class Processes {

  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** Those that were started with that home directory, save zombies, which have ended. */
  static List<Long> of(Path home) {
    String variable = "HOME=" + home;
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

  /** Whether it runs: neither gone nor a zombie. */
  static boolean isAlive(long pid) {
    return " ZX".indexOf(state(PROC.resolve(Long.toString(pid)))) < 0;
  }

  /** Whether a signal has stopped all its threads: one after the other, when that was sent. */
  static boolean isStopped(long pid) {
    try (Stream<Path> threads = Files.list(PROC.resolve(pid + "/task"))) {
      return threads.allMatch(thread -> state(thread) == 'T');
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is gone", e);
    }
  }

  /** That of a process or thread, by its directory; a space where it is gone. */
  private static char state(Path directory) {
    String stat = read(directory.resolve("stat"));
    return stat.isEmpty() ? ' ' : stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** Its pid and its command line. */
  static String describe(long pid) {
    return pid + ": " + read(PROC.resolve(pid + "/cmdline")).replace('\0', ' ');
  }

  /** Whether it has any file below that directory open. */
  static boolean hasOpened(long pid, Path directory) {
    try (Stream<Path> descriptors = Files.list(PROC.resolve(pid + "/fd"))) {
      return descriptors.anyMatch(one -> target(one).startsWith(directory + "/"));
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is gone", e);
    }
  }

  /** The directory that it is in. */
  static Path directory(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/cwd"));
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is gone", e);
    }
  }

  /** A number of its status, such as that of {@code VmRSS:}. */
  static long status(long pid, String field) {
    return read(PROC.resolve(pid + "/status"))
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip().split("\\s+", -1)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("process " + pid + " has no " + field));
  }

  /** Its descriptors by kind, its threads by name, and its mappings of shared memory. */
  static String belongings(long pid) {
    var found = new TreeMap<String, Integer>();
    Path process = PROC.resolve(Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
        Stream<Path> threads = Files.list(process.resolve("task"))) {
      descriptors.forEach(one -> found.merge("fd " + target(one), 1, Integer::sum));
      threads.forEach(one -> found.merge("thread " + read(one.resolve("comm")), 1, Integer::sum));
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is gone", e);
    }
    // The JVM starts threads to compile and to collect as it needs them.
    found
        .keySet()
        .removeIf(name -> name.matches("(?s)thread (C[12] Comp|GC|G1|VM|Attach|Signal).*"));
    long mappings = read(process.resolve("maps")).lines().filter(l -> l.contains("memfd:")).count();
    found.put("mappings", (int) mappings);
    return found.toString();
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().replaceAll("\\[?[0-9]+\\]?$", "");
    } catch (IOException e) {
      return "closed";
    }
  }

  /** How many children of it have ended and were not waited for. */
  static long zombies(long parent) {
    return ProcessHandle.of(parent).stream()
        .flatMap(ProcessHandle::children)
        .filter(child -> !isAlive(child.pid()))
        .count();
  }

  /** How many descriptors it has open. */
  static int descriptors(long pid) {
    try (Stream<Path> open = Files.list(PROC.resolve(pid + "/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is gone", e);
    }
  }

  /** Ends it at once. */
  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Empty where the process is gone or is another user's. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}

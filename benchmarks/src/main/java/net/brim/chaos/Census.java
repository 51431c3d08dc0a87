package net.brim.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.brim.benchmarks.WorkerMemory;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.Processes;

/**
 * What a server holds at a moment.
 *
 * @param processes all of them
 * @param descriptors of the supervisor
 * @param mappings of the supervisor's memory
 * @param threads of the supervisor
 * @param workerDescriptors of all others together
 * @param workerMappings of all others together
 * @param files in its home directory
 * @param temporary files of the machine, in /tmp and /dev/shm
 * @param privateBytes of the supervisor, which it shares with no other process
 */
record Census(
    long processes,
    long descriptors,
    long mappings,
    long threads,
    long workerDescriptors,
    long workerMappings,
    long files,
    long temporary,
    long privateBytes) {

  private static final String FORMAT = "%-16s %9s %11s %8s %7s %14s %12s %6s %9s %12s%n";

  static Census of(Brimd brimd) throws IOException {
    long supervisor = brimd.supervisor();
    List<Long> all = brimd.processes();
    List<Long> others = all.stream().filter(pid -> pid != supervisor).toList();
    return new Census(
        all.size(),
        Processes.count(supervisor, "fd"),
        lines(supervisor),
        Processes.count(supervisor, "task"),
        others.stream().mapToLong(pid -> Processes.count(pid, "fd")).sum(),
        others.stream().mapToLong(Census::lines).sum(),
        files(brimd.file("")),
        entries(Path.of("/tmp")) + entries(Path.of("/dev/shm")),
        WorkerMemory.of(supervisor).privateBytes());
  }

  private static long lines(long pid) {
    return Processes.read(pid, "maps").lines().count();
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.count();
    }
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  static String head() {
    return FORMAT.formatted(
        "",
        "processes",
        "descriptors",
        "mappings",
        "threads",
        "of the workers",
        "mappings",
        "files",
        "temporary",
        "private MB");
  }

  String row(String title) {
    return FORMAT.formatted(
        title,
        processes,
        descriptors,
        mappings,
        threads,
        workerDescriptors,
        workerMappings,
        files,
        temporary,
        "%.2f".formatted(privateBytes / 1e6));
  }
}

package net.brim.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The first start of a distribution, which prepares for faster ones and says so. */
final class FirstStart {

  /** It trains a JVM, which takes seconds, and minutes on a machine that has other things to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static boolean done;

  private FirstStart() {}

  /**
   * Has it behind us, so that no test sees what only the first start says. Of the JVMs that run
   * tests side by side, one makes it and the others wait.
   */
  static synchronized void done() {
    if (!done) {
      Path lock = Distribution.REPOSITORY.resolve("integration-tests/target/first-start.lock");
      try (FileChannel turn = open(lock);
          FileLock _ = turn.lock()) {
        Path home = Files.createTempDirectory("brimd-first");
        try {
          start(home);
        } finally {
          Brimd.delete(home);
        }
        done = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    Files.createDirectories(lock.getParent());
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void start(Path home) {
    List<String> command =
        List.of(Distribution.brimd().toString(), "start", "-p", "-", "-c", home + "/missing.conf");
    try (Program start = Program.start(command, Brimd.environment(home), home, home)) {
      start.outcome(PATIENCE).exits(1);
    }
  }
}

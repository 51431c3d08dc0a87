package net.brim.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The first start of a distribution, which prepares for faster ones and says so. */
final class FirstStart {

  private static boolean done;

  private FirstStart() {}

  /** Has it behind us, so that no test sees what only the first start says. */
  static synchronized void done() {
    if (!done) {
      try {
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

  private static void start(Path home) {
    List<String> command =
        List.of(Distribution.brimd().toString(), "start", "-p", "-", "-c", home + "/missing.conf");
    try (Program start = Program.start(command, Brimd.environment(home), home, home)) {
      start.outcome().exits(1);
    }
  }
}

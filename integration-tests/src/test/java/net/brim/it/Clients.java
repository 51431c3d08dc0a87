package net.brim.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** The programs of others that tests use. */
final class Clients {

  private Clients() {}

  /** Skips the test where one of them is missing. */
  static void need(String... programs) {
    for (String program : programs) {
      Assumptions.assumeTrue(has(program), () -> "skipped: " + program + " is not installed");
    }
  }

  /** Skips the test where the system's Python lacks that module. */
  static void needPythonModule(String name) {
    Assumptions.assumeTrue(
        hasPythonModule(name), () -> "skipped: Python's " + name + " is not installed");
  }

  private static boolean hasPythonModule(String name) {
    try {
      return new ProcessBuilder("/usr/bin/python3", "-c", "import " + name)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Skips the test where a file or directory that comes with a program is missing. */
  static void needFile(Path file) {
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
  }

  static boolean has(String program) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

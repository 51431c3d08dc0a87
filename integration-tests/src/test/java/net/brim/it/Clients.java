package net.brim.it;

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

  static boolean has(String program) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

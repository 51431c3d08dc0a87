package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.os.Os;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir Path directory;

  private final Os os = Os.current();

  @Test
  void holdsOurPidUntilItIsReleased() {
    Path path = directory.resolve("pid");
    PidFile file = PidFile.lock(os, path).orElseThrow();
    // Read at the end only: closing any descriptor of a file gives up this process's lock on it.
    assertTrue(Files.exists(path));
    file.release();
    assertFalse(Files.exists(path));
    file.release();
  }

  @Test
  void takesOverAFileThatADeadSupervisorLeft() throws IOException {
    Path path = directory.resolve("pid");
    Files.writeString(path, "99999999 and more\n");
    PidFile file = PidFile.lock(os, path).orElseThrow();
    assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(path));
    file.release();
  }

  @Test
  void saysWhyItCannotBeWritten() {
    Path path = directory.resolve("missing/pid");
    var problem = assertThrows(StartFailedException.class, () -> PidFile.lock(os, path));
    assertEquals(
        "the pid file cannot be opened: open %s: No such file or directory".formatted(path),
        problem.getMessage());
  }
}

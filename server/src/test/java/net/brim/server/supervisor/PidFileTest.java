package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import net.brim.os.Os;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir Path directory;

  private final Os os = Os.current();

  @Test
  void holdsOurPidUntilItIsReleased() throws IOException {
    Path path = directory.resolve("pid");
    PidFile file = PidFile.lock(os, path).orElseThrow();
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    assertEquals(pid + "\n", Files.readString(path));
    assertEquals(OptionalInt.of(pid), os.lockHolder(path));
    assertEquals(Optional.empty(), PidFile.lock(os, path), "one at a time");
    file.release();
    assertFalse(Files.exists(path));
    file.release();
  }

  @Test
  void isAdoptedByTheDescriptorThatHoldsTheLock() {
    Path path = directory.resolve("pid");
    PidFile before = PidFile.lock(os, path).orElseThrow();
    PidFile after = PidFile.adopt(os, path, before.descriptor());
    assertEquals(Optional.empty(), PidFile.lock(os, path));
    after.release();
    assertFalse(Files.exists(path));
    PidFile.lock(os, path).orElseThrow().release();
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

package net.brim.server.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {

  @TempDir private Path directory;

  private ProcessFiles with(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    return new ProcessFiles(directory);
  }

  @Test
  void tellsAStoppedProcessFromOthersWhateverItsName() throws IOException {
    assertTrue(with("stat", "12 (java) T 1 12").isStopped());
    assertTrue(with("stat", "12 (a) S (b) t 1 12").isStopped());
    assertFalse(with("stat", "12 (a) T (b) S 1 12").isStopped());
    assertFalse(with("stat", "12 (java").isStopped());
  }

  @Test
  void readsHowMuchMemoryItHolds() throws IOException {
    var process =
        with("status", "Name:\tjava\nVmPeak:\t  99 kB\nVmRSS:\t   78236 kB\nThreads:\t1\n");
    assertEquals(OptionalLong.of(78236L * 1024), process.residentBytes());
    assertEquals(OptionalLong.empty(), with("status", "Name:\tkthread\n").residentBytes());
  }

  @Test
  void ofAProcessThatIsGoneNothingIsKnown() {
    var gone = new ProcessFiles(directory.resolve("gone"));
    assertFalse(gone.isStopped());
    assertEquals(OptionalLong.empty(), gone.residentBytes());
  }

  @Test
  void ofThisOneThereIs() {
    var self = new ProcessFiles((int) ProcessHandle.current().pid());
    assertFalse(self.isStopped());
    assertTrue(self.residentBytes().orElseThrow() > 1024 * 1024);
  }
}

package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.brim.api.Origin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathPatternTest {

  @TempDir private Path dir;

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("x/b.jar", "x/a.jar", "x/.c.jar", "y/d.jar", "y/{e}.jar", "y/[f]")) {
      Files.createDirectories(dir.resolve(name).getParent());
      Files.createFile(dir.resolve(name));
    }
  }

  private List<String> expand(String text) {
    return PathPattern.expand(text, new Origin(dir.resolve("brimd.conf"), 1)).stream()
        .map(path -> dir.relativize(path).toString())
        .toList();
  }

  @Test
  void matchesInTheOrderOfNames() {
    assertEquals(List.of("x/a.jar", "x/b.jar"), expand("x/*.jar"));
    assertEquals(List.of("x/a.jar", "x/b.jar", "y/d.jar"), expand("*/?.jar"));
    assertEquals(List.of("x/b.jar", "y/d.jar"), expand("[xy]/[bd].jar"));
    assertEquals(List.of(), expand("z/*"));
  }

  @Test
  void hiddenFilesNeedADot() {
    assertEquals(List.of("x/.c.jar"), expand("x/.*"));
  }

  @Test
  void bracesAreNothingSpecial() {
    assertEquals(List.of("y/{e}.jar"), expand("y/{?}.jar"));
  }

  @Test
  void aPathThatIsThereIsNoPattern() {
    assertEquals(List.of("y/[f]"), expand("y/[f]"));
  }

  @Test
  void aPlainPathNeedNotBeThere() {
    assertEquals(List.of("none"), expand("none"));
  }

  @Test
  void rejectsAnUnendedSet() {
    assertThrows(IllegalArgumentException.class, () -> expand("x/[a"));
  }
}

package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

  @Test
  void splitsAtBlanks() {
    assertEquals(List.of("a", "b", "c"), ShellWords.split(" a  b\n\tc "));
    assertEquals(List.of(), ShellWords.split("  "));
  }

  @Test
  void keepsWhatIsQuoted() {
    assertEquals(
        List.of("/etc/common.conf", "/another file.conf", "~/.common.conf"),
        ShellWords.split("/etc/common.conf \"/another file.conf\" ~/.common.conf"));
    assertEquals(List.of("a b\\", "", "c'd"), ShellWords.split("a' b\\' '' \"c'd\""));
  }

  @Test
  void aBackslashKeepsTheNextCharacter() {
    assertEquals(List.of("a b", "\"", "\\n\"\\"), ShellWords.split("a\\ b \\\" \"\\n\\\"\\\\\""));
  }

  @Test
  void rejectsWhatDoesNotEnd() {
    assertThrows(IllegalArgumentException.class, () -> ShellWords.split("'a"));
    assertThrows(IllegalArgumentException.class, () -> ShellWords.split("\"a\\"));
    assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a\\"));
  }
}

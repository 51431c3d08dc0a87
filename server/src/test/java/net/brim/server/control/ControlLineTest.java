package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import net.brim.server.control.ControlLine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLineTest {

  @Test
  void isAWordAndWhatFollowsIt() throws IOException {
    assertEquals("out 1 is  running\n", new ControlLine(Kind.OUT, "1 is  running").toWire());
    assertEquals("err a\nerr \nerr b\n", new ControlLine(Kind.ERR, "a\n\nb").toWire());
    assertEquals(new ControlLine(Kind.OUT, " x"), ControlLine.parse("out  x"));
    assertEquals(new ControlLine(Kind.OUT, ""), ControlLine.parse("out"));
    assertEquals(3, ControlLine.parse("done 3").status());
  }

  @Test
  void fieldsComeBackWhateverIsInThem() throws IOException {
    ControlLine line = ControlLine.of("a b", "", "tab\tline\nback\\slash\\t", 12);
    assertEquals("data a b\t\ttab\\tline\\nback\\\\slash\\\\t\t12\n", line.toWire());
    assertEquals(
        List.of("a b", "", "tab\tline\nback\\slash\\t", "12"),
        ControlLine.parse(line.toWire().stripTrailing()).fields());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "outer x", "OUT x", "hello"})
  void anythingElseIsNoAnswer(String line) {
    var problem = assertThrows(IOException.class, () -> ControlLine.parse(line));
    assertEquals("the supervisor answered: " + line, problem.getMessage());
  }

  @Test
  void anEndNeedsAStatus() {
    assertThrows(IOException.class, () -> ControlLine.parse("done well").status());
    assertThrows(IOException.class, () -> ControlLine.parse("done").status());
  }
}

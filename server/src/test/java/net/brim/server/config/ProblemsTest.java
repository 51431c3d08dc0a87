package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.brim.api.ConfException;
import net.brim.api.Origin;
import org.junit.jupiter.api.Test;

class ProblemsTest {

  private final Problems problems = new Problems();

  @Test
  void sortsByFileAndLineThenAsAdded() {
    problems.add("[helloworld] you must configure a path to serve.");
    problems.add(new Origin(Path.of("/etc/b.conf"), 2), "second");
    problems.add("another: 12: of them");
    problems.add(new Origin(Path.of("/etc/a.conf"), 10), "ten");
    problems.add(new ConfException("/etc/a.conf:9: [http] port = x: expected a number"));
    assertEquals(
        List.of(
            "/etc/a.conf:9: [http] port = x: expected a number",
            "/etc/a.conf:10: ten",
            "/etc/b.conf:2: second",
            "[helloworld] you must configure a path to serve.",
            "another: 12: of them"),
        problems.lines());
  }

  @Test
  void keepsEachOnce() {
    assertTrue(problems.isEmpty());
    problems.add("x");
    problems.add(new ConfException("x"));
    assertEquals(List.of("x"), problems.lines());
    assertFalse(problems.isEmpty());
  }

  @Test
  void keepsTheOrderOfProblemsOfOneLine() {
    problems.add("/a:1: z");
    problems.add("/a:1: b");
    assertEquals(List.of("/a:1: z", "/a:1: b"), problems.lines());
  }
}

package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What path and query a target has. */
final class TargetTest {

  @Test
  void decodesThePathOnceAndTheQueryNot() {
    assertEquals(new Target("/a?b%20c", "/a", "b%20c"), Target.of("/a?b%20c"));
    assertEquals("/ä%2f", Target.of("/%C3%A4%252f").path());
    assertEquals("", Target.of("/a?").query());
    assertEquals("b?c", Target.of("/a?b?c").query());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%4",
        "/%4g",
        "/%g4",
        "/%00",
        "/?%00",
        "/a?b=c%00",
        "/ ",
        "/\u00e4",
        "/#",
        "/\n"
      })
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> Target.of(text));
  }
}

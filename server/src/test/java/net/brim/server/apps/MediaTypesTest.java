package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @ParameterizedTest
  @CsvSource({
    "text/plain, true",
    "TEXT/Plain ; charset=utf-8, true",
    "text/event-stream, true",
    "textual/plain, false",
    "application/json, true",
    "application/json5, false",
    "application/json;q=1, true",
    "application/problem+json, false",
    "image/svg+xml, true",
    "image/svg+xml;charset=x, true",
    "image/png, false",
    "xml, false",
    "'', false"
  })
  void contain(String type, boolean contained) {
    var types = new MediaTypes(List.of("text/*", "Application/JSON", "*+xml"));
    assertEquals(contained, types.contain(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "text/", "/plain", "*/*", "*/json", "*", "*+", "a/b;c", "a/b/c"})
  void refuseWhatIsNoType(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> new MediaTypes(List.of(pattern)));
  }
}

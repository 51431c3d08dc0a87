package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"xyzzy\"", "W/\"xyzzy\"", "\"a,b\"", "\"\u00e9\"", "W/\"W/\""})
  void showsWhatItReads(String text) {
    assertEquals(text, String.valueOf(EntityTag.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "\"", "\"a", "a\"", "w/\"a\"", "W/a", "W/\"", "\"a\"b\"", "\"a b\""})
  void knowsWhatIsNoTag(String text) {
    assertNull(EntityTag.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "a b", "\n", "\u007f", "\u0100"})
  void refusesWhatCannotStandInATag(String opaque) {
    assertThrows(IllegalArgumentException.class, () -> EntityTag.strong(opaque));
  }

  /** The table of RFC 9110, section 8.8.3.2. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "W/\"1\", W/\"1\", false, true",
        "W/\"1\", W/\"2\", false, false",
        "W/\"1\", \"1\", false, true",
        "\"1\", \"1\", true, true",
        "\"1\", \"2\", false, false"
      })
  void comparesStronglyAndWeakly(String first, String second, boolean strong, boolean weak) {
    EntityTag one = EntityTag.parse(first);
    EntityTag other = EntityTag.parse(second);
    assertEquals(strong, one.strongEquals(other));
    assertEquals(strong, other.strongEquals(one));
    assertEquals(weak, one.weakEquals(other));
    assertEquals(weak, other.weakEquals(one));
  }

  @Test
  void isMadeOfContent() {
    assertEquals(EntityTag.ofContent(new byte[] {1}), EntityTag.ofContent(new byte[] {1}));
    assertNotEquals(EntityTag.ofContent(new byte[] {1}), EntityTag.ofContent(new byte[] {2}));
    assertEquals(EntityTag.weak("a"), EntityTag.strong("a").asWeak());
  }

  private static EntityTags tags(String... values) {
    HeaderList headers = HeaderList.of();
    for (String value : values) {
      headers = headers.with("If-Match", value);
    }
    return EntityTags.of(headers, "if-match");
  }

  @Test
  void readsLists() {
    var both = List.of(EntityTag.strong("a,b"), EntityTag.weak("c"));
    assertEquals(new EntityTags(false, both, true), tags("\"a,b\" , W/\"c\""));
    assertEquals(new EntityTags(false, both, true), tags(",\"a,b\",,", "W/\"c\""));
    assertEquals(new EntityTags(true, List.of(), true), tags("*"));
    assertEquals(new EntityTags(false, List.of(EntityTag.strong("a")), false), tags("*", "\"a\""));
    assertEquals(new EntityTags(false, both.subList(0, 1), false), tags("\"a,b\", c"));
    assertEquals(new EntityTags(false, List.of(), false), tags("\"a"));
    assertEquals(new EntityTags(false, List.of(), true), tags(""));
  }
}

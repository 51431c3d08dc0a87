package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderListTest {

  private static final HeaderList TWO = HeaderList.of("A", "1").with("b", "2").with("a", "3");

  @Test
  void keepsOrderAndCase() {
    assertEquals(3, TWO.size());
    assertEquals("A", TWO.name(0));
    assertEquals("3", TWO.value(2));
    var seen = new ArrayList<String>();
    TWO.forEach((name, value) -> seen.add(name + value));
    assertEquals(List.of("A1", "b2", "a3"), seen);
    assertEquals("A: 1\nb: 2\na: 3\n", TWO.toString());
  }

  @Test
  void findsNamesInAnyCase() {
    assertEquals("1", TWO.get("a"));
    assertEquals(List.of("1", "3"), TWO.all("A"));
    assertTrue(TWO.contains("B"));
    assertNull(TWO.get("c"));
    assertEquals("none", TWO.get("c", "none"));
    assertEquals(List.of(), TWO.all("c"));
  }

  @Test
  void addingLeavesTheShorterListAlone() {
    HeaderList one = HeaderList.of("A", "1");
    HeaderList two = one.with("B", "2");
    one.with("C", "3");
    assertEquals(1, one.size());
    assertEquals("B", two.name(1));
  }

  @Test
  void removesAndReplacesAllOfAName() {
    assertEquals(HeaderList.of("b", "2"), TWO.without("a"));
    assertSame(TWO, TWO.without("c"));
    assertEquals(HeaderList.of("b", "2").with("A", "4"), TWO.replace("A", "4"));
  }

  @Test
  void equalListsAreEqual() {
    HeaderList same = HeaderList.of("A", "1").with("b", "2").with("a", "3");
    assertEquals(TWO, same);
    assertEquals(TWO.hashCode(), same.hashCode());
    assertNotEquals(TWO, TWO.with("d", "4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r", "ä", "(a)"})
  void refusesNamesThatAreNoTokens(String name) {
    assertThrows(IllegalArgumentException.class, () -> HeaderList.of(name, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "a\r\nSet-Cookie: b", "\0", "a\u007f", "\u0100", "\u001f"})
  void refusesValuesThatCouldSplitAMessage(String value) {
    var refused = assertThrows(IllegalArgumentException.class, () -> HeaderList.of("X", value));
    assertTrue(refused.getMessage().startsWith("header X: character U+"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "\u00ff", "a b"})
  void takesOtherValues(String value) {
    assertEquals(value, HeaderList.of("X", value).get("x"));
  }

  @Test
  void findsTokensInListsInAnyCase() {
    HeaderList headers =
        HeaderList.of("Connection", "keep-alive, Upgrade").with("connection", ",CLOSE ,");
    assertTrue(headers.hasToken("Connection", "upgrade"));
    assertTrue(headers.hasToken("connection", "close"));
    assertTrue(headers.hasToken("Connection", "Close"));
    assertTrue(headers.hasToken("Connection", "keep-alive"));
    assertFalse(headers.hasToken("Connection", "keep"));
    assertFalse(headers.hasToken("Upgrade", "close"));
  }
}

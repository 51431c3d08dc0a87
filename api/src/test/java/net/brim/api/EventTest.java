package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events as they go over the wire. */
class EventTest {

  @Test
  void dataIsTheLeast() {
    assertEquals("data: hello\n\n", Event.of("hello").encoded());
    assertEquals("data: \n\n", Event.of("").encoded());
  }

  @Test
  void allFieldsInTheirOrder() {
    assertEquals(
        "event: tick\nid: 7\nretry: 2500\ndata: {}\n\n",
        Event.of("{}").retry(Duration.ofMillis(2500)).id("7").name("tick").encoded());
    assertEquals(
        "id: \ndata: forget the last id\n\n", Event.of("forget the last id").id("").encoded());
  }

  @Test
  void eachKindOfLineEndMakesALine() {
    assertEquals(
        "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n", Event.of("a\nb\r\nc\rd\n").encoded());
    assertEquals("data: \ndata: \n\n", Event.of("\n").encoded());
    assertEquals(
        "data:  event: forged\ndata: id: 8\n\n", Event.of(" event: forged\nid: 8").encoded());
  }

  @Test
  void whatCouldForgeAFieldIsRefused() {
    for (String bad : new String[] {"a\nb", "a\rb", "a\0b", "\n"}) {
      assertThrows(IllegalArgumentException.class, () -> Event.of("").name(bad));
      assertThrows(IllegalArgumentException.class, () -> Event.of("").id(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> Event.of("").retry(Duration.ofMillis(-1)));
  }
}

package net.brim.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadsTest {

  @Test
  void theyAreAsLongAsTheScenariosSay() {
    assertEquals(13, Payloads.HELLO.length);
    assertEquals(100 * 1024, Payloads.LARGE.length);
    assertEquals(1024, Payloads.json().length, 32);
  }

  @Test
  void theDocumentIsBuiltAnew() {
    String first = new String(Payloads.json(), StandardCharsets.UTF_8);
    String second = new String(Payloads.json(), StandardCharsets.UTF_8);
    assertNotEquals(first, second);
    assertTrue(first.matches("\\{\"id\":\\d+,\"items\":\\[(\\{[^{}]+},?){11}]}"), first);
    assertTrue(first.contains("\"tags\":[\"new\",\"on \\\"sale\\\"\"]"), first);
  }
}

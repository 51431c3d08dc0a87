package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {

  @Test
  void showsCodeAndReason() {
    assertEquals("404 Not Found", Status.NOT_FOUND.toString());
    assertEquals(new Status(404, "Not Found"), Status.NOT_FOUND);
  }

  @Test
  void takesOtherCodesAndNoReason() {
    assertEquals("299 ", new Status(299, "").toString());
    assertEquals(999, new Status(999, "x").code());
    assertEquals(100, new Status(100, "x").code());
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 1000, 0, -200})
  void refusesCodesWithoutThreeDigits(int code) {
    assertThrows(IllegalArgumentException.class, () -> new Status(code, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "\t", "\u007f", "é"})
  void refusesReasonsThatCouldSplitAMessage(String reason) {
    assertThrows(IllegalArgumentException.class, () -> new Status(200, reason));
  }

  @Test
  void theConstantsAreNamedForTheirReasons() throws IllegalAccessException {
    var codes = new HashSet<Integer>();
    for (var field : Status.class.getFields()) {
      assertTrue(Modifier.isStatic(field.getModifiers()));
      Status status = (Status) field.get(null);
      assertTrue(codes.add(status.code()), field.getName() + " has the code of another");
      String reason = status.reason().toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
      String expected =
          status.code() == 431 ? "HEADER_FIELDS_TOO_LARGE" : reason; // shorter than its reason
      assertEquals(expected, field.getName());
    }
    assertTrue(codes.containsAll(Arrays.asList(200, 404, 408, 413, 414, 431, 500, 501, 503)));
  }

  @Test
  void knowsTheReasonOfEachCode() {
    assertEquals("Not Found", Status.of(404).reason());
    assertEquals(Status.NETWORK_AUTHENTICATION_REQUIRED, Status.of(511));
    assertEquals(new Status(299, ""), Status.of(299));
    assertEquals(new Status(999, ""), Status.of(999));
    assertThrows(IllegalArgumentException.class, () -> Status.of(-1));
    assertThrows(IllegalArgumentException.class, () -> Status.of(99));
  }
}

package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExceptionTextTest {

  private static final StackTraceElement MAIN =
      new StackTraceElement("Main", "main", "Main.java", 1);

  private static String text(Throwable thrown, int limit) {
    return ExceptionText.of(thrown, limit);
  }

  private static <T extends Throwable> T at(T thrown, StackTraceElement... frames) {
    thrown.setStackTrace(frames);
    return thrown;
  }

  private static StackTraceElement frame(String name, int line) {
    return new StackTraceElement("a." + name, "run", name + ".java", line);
  }

  @Test
  void typesAndMessagesComeBeforeAllFrames() {
    var cause = at(new IOException("disk\r\nfull"), frame("Disk", 3), MAIN);
    var thrown = at(new IllegalStateException("no", cause), frame("App", 5), MAIN);
    assertEquals(
        "java.lang.IllegalStateException: no; caused by java.io.IOException: disk\\r\\nfull"
            + " -- at a.App.run(App.java:5) at Main.main(Main.java:1)"
            + " -- at a.Disk.run(Disk.java:3) … 1 more",
        text(thrown, 10_000));
  }

  @Test
  void suppressedOnesAreThere() {
    var thrown = at(new IOException("first"), MAIN);
    thrown.addSuppressed(at(new IOException("second"), MAIN));
    assertEquals(
        "java.io.IOException: first; suppressed java.io.IOException: second"
            + " -- at Main.main(Main.java:1) -- … 1 more",
        text(thrown, 10_000));
  }

  @Test
  void framesWithoutASourceAreNamed() {
    var thrown =
        at(
            new Error(),
            new StackTraceElement("A", "b", null, -1),
            new StackTraceElement("A", "c", "A.java", -2));
    assertEquals("java.lang.Error -- at A.b(null) at A.c(native)", text(thrown, 10_000));
  }

  @Test
  void aCircleOfCausesEnds() {
    var inner = at(new IOException("inner"), MAIN);
    var outer = at(new IOException("outer", inner), MAIN);
    inner.initCause(outer);
    assertTrue(text(outer, 10_000).startsWith("java.io.IOException: outer; caused by"));
  }

  @Test
  void aDeepChainIsCutWithoutRunningOutOfStack() {
    Exception chain = new Exception("root");
    for (int i = 0; i < 100_000; i++) {
      chain = new Exception("x", chain);
    }
    String text = text(chain, 2000);
    assertTrue(text.length() <= 2000 && text.endsWith("..."), text);
  }

  @Test
  void aLongTraceIsCutAtTheLimit() {
    var frames = new StackTraceElement[1000];
    Arrays.fill(frames, MAIN);
    String text = text(at(new Error("e"), frames), 200);
    assertTrue(text.length() <= 200 && text.endsWith("..."), text);
  }

  @Test
  void anExceptionThatCannotTellItsMessageIsNamed() {
    @SuppressWarnings("serial")
    class Sly extends Exception {
      @Override
      public String getMessage() {
        throw new UnsupportedOperationException();
      }
    }
    String text = text(at(new Sly(), MAIN), 1000);
    assertTrue(text.contains("Sly (whose message failed with class java.lang.Unsupp"), text);
  }

  @Test
  void nothingInItEndsALine() {
    String message = "a\nb\r\tc\u0000\u001b[31m\u007f\u0085\u2028\u2029ü\uD83D\uDE00";
    assertEquals(
        "java.lang.Exception: a\\nb\\r\\tc\\x00\\x1b[31m\\x7f\\x85\\u2028\\u2029ü\uD83D\uDE00 --",
        ExceptionText.of(at(new Exception(message))));
  }

  @Test
  void everyLimitHolds() {
    var thrown = at(new Exception("a\nb\u0000" + "c".repeat(20)), MAIN);
    String whole = text(thrown, 1000);
    for (int limit = 3; limit < whole.length() + 3; limit++) {
      String text = text(thrown, limit);
      assertTrue(text.length() <= limit && text.endsWith("..."), text);
      assertTrue(whole.startsWith(text.substring(0, text.length() - 3)), text);
    }
    assertEquals(whole, text(thrown, whole.length() + 3));
    assertThrows(IllegalArgumentException.class, () -> text(thrown, 2));
  }
}

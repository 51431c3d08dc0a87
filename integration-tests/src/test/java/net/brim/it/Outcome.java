package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/**
 * What a command did.
 *
 * @param command as it was called
 * @param status its exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Outcome(String command, int status, String out, String err) {

  /** Fails the test where the exit status is another. */
  Outcome exits(int expected) {
    assertEquals(expected, status, () -> "exit status of " + this);
    return this;
  }

  /** Both outputs, as a terminal shows them. */
  String terminal() {
    return out + err;
  }

  List<String> errLines() {
    return err.lines().toList();
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  @Override
  public String toString() {
    return "%s%n-- status %d%n-- stdout%n%s-- stderr%n%s".formatted(command, status, out, err);
  }
}

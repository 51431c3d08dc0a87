package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests give to a shell. */
class ShellLinesTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  @Test
  void aLineOfAShellHasTheFreePortAndEveryOtherNumberUnchanged() {
    assertEquals(brimd.port(8901) + " 8901\n", brimd.shell("echo 8901 $1", 8901).exits(0).out());
  }
}

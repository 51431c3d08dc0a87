package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program takes over from the one before. */
class GenerationsTest {

  private static final String CONF = "[http]\nport = 8901\napps = echo\n";

  private final Fleet fleet = new Fleet(CONF);

  /** One that was given up may have a worker left, and it is younger than the current one. */
  @Test
  void noTwoHaveTheSameNumber() throws InterruptedException {
    fleet.generations.adopt(7, Fleet.plan(CONF), 20);
    Generation current = fleet.generations.adopt(5, Fleet.plan(CONF), 21);
    assertEquals(5, current.number());
    assertEquals(8, fleet.next(Fleet.plan(CONF)).number());
  }

  /** It runs, and is not to end because of what only the next start or reload would need. */
  @Test
  void whereALogFileCannotBeWrittenAnyMoreItIsTakenOverNevertheless(@TempDir Path directory)
      throws InterruptedException {
    String conf = CONF + "log_to = file:" + directory.resolve("gone/log") + "\n";
    assertEquals(4, fleet.generations.adopt(4, Fleet.plan(conf), 20).number());
  }
}

package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison as a whole, as short as it can be. */
class SmokeTest {

  @Test
  void brimAndTheYardstickAreMeasured() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor is too few");
    assumeTrue(
        Files.exists(Path.of(System.getProperty("brim.home"), "bin/brimd")), "brimd is not built");
    for (String program : List.of("wrk", "taskset", "openssl")) {
      assumeTrue(isInstalled(program), program + " is not installed");
    }
    var options =
        HttpOptions.parse(
            List.of("1", "1", "--only", "netty,brim-logging", "--scenarios", "hello,echo"));
    try (Workplace work = Workplace.create()) {
      List<Cell> cells = new HttpComparison(options, work).run();
      assertEquals(3, cells.size());
      for (Cell cell : cells) {
        assertFalse(cell.isEmpty(), () -> cell.contender().name() + ": " + cell.missing());
        assertEquals(0, cell.errors());
        assertNotNull(cell.ratioTo(cells.getFirst()));
      }
    }
  }

  @Test
  void echoesOfDatagramsAreMeasured() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor is too few");
    assumeTrue(
        Files.exists(Path.of(System.getProperty("brim.home"), "bin/brimd")), "brimd is not built");
    for (String program : List.of("taskset", "openssl")) {
      assumeTrue(isInstalled(program), program + " is not installed");
    }
    var options = HttpOptions.parse(List.of("1", "1", "--only", "netty,brim"));
    try (Workplace work = Workplace.create()) {
      List<UdpRow> rows = new UdpComparison(options, work).run();
      assertEquals(6, rows.size());
      for (UdpRow row : rows) {
        assertNull(row.missing(), row.contender().name());
        assertTrue(row.median(Cell.Figures::rate) > 0, row.contender().name());
      }
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

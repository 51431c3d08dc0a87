package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpTablesTest {

  private static final HttpOptions OPTIONS =
      HttpOptions.parse(List.of("1", "1", "--scenarios", "hello"));

  @Test
  void aServerWithoutFiguresIsNamedWithTheReason() {
    Cell missing = CellTest.cell("cheroot");
    missing.missing("no such program");
    String printed = print(List.of(CellTest.cell("netty", 100), missing));
    assertTrue(printed.contains("cheroot                             -"), printed);
    assertTrue(printed.contains("hello: cheroot: no such program"), printed);
  }

  @Test
  void ratiosStandBesideTheirGoals() {
    String printed =
        print(
            List.of(
                CellTest.cell("netty", 100),
                CellTest.cell("brim", 96),
                CellTest.cell("brim-logging", 48),
                CellTest.cell("vertx", 80),
                CellTest.cell("undertow", 64)));
    assertTrue(printed.contains("0.96                  -              1.20, vertx"), printed);
    assertTrue(printed.contains("0.50 (0.85)"), printed);
  }

  private static String print(List<Cell> cells) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      new HttpTables(OPTIONS, cells, out).print();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

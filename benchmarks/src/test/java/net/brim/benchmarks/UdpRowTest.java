package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UdpRowTest {

  private static UdpRow row(String key, double... perCpu) {
    var contender = new Contender(key, key, Set.of(), Map.of(), (port, tls) -> List.of());
    var row = new UdpRow(contender, 64);
    for (int i = 0; i < perCpu.length; i++) {
      row.add(i + 1, new Cell.Figures(1, perCpu[i], 1, 1, 1, 0));
    }
    return row;
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    List<UdpRow> rows = List.of(row("netty", 100, 200, 400), row("brim", 90, 210, 400));
    assertEquals("1.00", UdpRow.ratio(rows, "brim", "netty", 64));
    assertEquals("-", UdpRow.ratio(rows, "brim", "netty", 1024));
    assertEquals("-", UdpRow.ratio(rows, "brim", "eventlet", 64));
  }

  @Test
  void aServerWithoutFiguresIsNamedWithTheReason() {
    UdpRow missing = row("eventlet");
    missing.missing("no such program");
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      UdpComparison.print(
          HttpOptions.parse(List.of("1", "1")),
          List.of(row("netty", 2), row("brim", 1), missing),
          out);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("eventlet                 no such program"), printed);
    assertTrue(
        printed.contains("Brim, 64 bytes: 0.50 of raw Netty (0.90), - of eventlet"), printed);
  }
}

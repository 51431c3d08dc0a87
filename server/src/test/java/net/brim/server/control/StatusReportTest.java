package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReportTest {

  @Test
  void comesBackAsItWas() {
    var report =
        new StatusReport(
            812,
            12_345,
            "running",
            List.of(
                new StatusReport.Worker("wsgi#admin", "0", 813, "ready", 12_000, 2, 99),
                new StatusReport.Worker("wsgi", "1", 0, "waiting", 0, 3, -1)));
    assertEquals(report, StatusReport.parse(report.toText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1\t2", "1\t2\trunning\nhttp\t0", "a\tb\tc"})
  void refusesWhatIsNoReport(String text) {
    assertThrows(IllegalArgumentException.class, () -> StatusReport.parse(text));
  }
}

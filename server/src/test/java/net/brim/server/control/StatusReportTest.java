package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReportTest {

  private final StatusReport report =
      new StatusReport(
          812,
          12_345,
          "running",
          List.of(
              new StatusReport.Worker("wsgi#admin", "0", 813, "ready", 12_000, 2, 99, 3),
              new StatusReport.Worker("wsgi", "1", 0, "waiting", 0, 3, -1, 0)));

  private List<List<String>> sent() {
    var reply = new RecordedReply();
    report.writeTo(reply);
    return reply.data();
  }

  @Test
  void comesBackAsItWas() {
    assertEquals(report, StatusReport.parse(sent()));
  }

  @Test
  void laterVersionsMaySayMore() {
    var lines = new ArrayList<List<String>>(sent());
    lines.replaceAll(line -> {
      var longer = new ArrayList<>(line);
      longer.add("more");
      return longer;
    });
    lines.addFirst(List.of("weather", "fine"));
    assertEquals(report, StatusReport.parse(lines));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "supervisor\t2",
        "supervisor\ta\tb\tc",
        "supervisor\t1\t2\trunning\nworker\thttp\t0",
        "worker\thttp\t0\t813\tready\t12\t2\t99\t3"
      })
  void refusesWhatIsNoReport(String text) {
    List<List<String>> lines = text.lines().map(l -> Arrays.asList(l.split("\t", -1))).toList();
    assertThrows(IllegalArgumentException.class, () -> StatusReport.parse(lines));
  }
}

package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.brim.server.control.StatsAnswer;
import org.junit.jupiter.api.Test;

class StatsTablesTest {

  @Test
  void showAColumnForEachWorker() {
    Map<String, Object> stats =
        StatsAnswer.parse(
            List.of(
                List.of("value", "start_time", "1796050000"),
                List.of("group", "wsgi"),
                List.of("group", "wsgi", "0"),
                List.of("value", "wsgi", "0", "start_time", "1796050001"),
                List.of("value", "wsgi", "0", "request_count", "12"),
                List.of("group", "wsgi", "1"),
                List.of("value", "wsgi", "request_count", "12"),
                List.of("group", "daemons"),
                List.of("group", "daemons", "sample")));
    assertEquals(
        List.of(
            "start_time  2026-11-30T14:46:40Z",
            "",
            "[wsgi]         ALL  0                     1",
            "request_count  12   12                    -",
            "start_time     -    2026-11-30T14:46:41Z  -",
            "",
            "[daemons]  ALL  sample"),
        StatsTables.lines(stats));
  }
}

package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsAnswerTest {

  /** A map whose order counts. */
  private static Map<String, Object> map(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static List<List<String>> sent(Map<String, Object> stats) {
    var reply = new RecordedReply();
    StatsAnswer.write(stats, reply);
    return reply.data();
  }

  @Test
  void comeBackAsTheyWereAndInTheirOrder() {
    Map<String, Object> stats =
        map(
            "start_time",
            1_796_050_000L,
            "wsgi",
            map(
                "0",
                map("request_count", 12L, "all", new BigInteger("18446744073709551615")),
                "1",
                map(),
                "request_count",
                12L),
            "daemons",
            map("a\tb", map("runs", 1L)));
    Map<String, Object> back = StatsAnswer.parse(sent(stats));
    assertEquals(stats, back);
    assertEquals(stats.toString(), back.toString());
  }

  @Test
  void eachValueIsALine() {
    assertEquals(
        List.of(
            List.of("value", "start_time", "5"),
            List.of("group", "wsgi"),
            List.of("group", "wsgi", "0"),
            List.of("value", "wsgi", "0", "request_count", "12")),
        sent(map("start_time", 5L, "wsgi", map("0", map("request_count", 12L)))));
  }

  @Test
  void laterVersionsMaySayMore() {
    List<List<String>> lines = new ArrayList<>(sent(map("start_time", 5L)));
    lines.addFirst(List.of("weather", "fine"));
    assertEquals(map("start_time", 5L), StatsAnswer.parse(lines));
  }

  @Test
  void refusesWhatIsNoStatistics() {
    for (List<String> line :
        List.of(List.of("value", "wsgi", "0", "x", "1"), List.of("value", "start_time", "soon"))) {
      assertThrows(IllegalArgumentException.class, () -> StatsAnswer.parse(List.of(line)));
    }
  }
}

package net.brim.chaos.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private static final String KILLED =
      "2026-11-20T10:11:12.123Z brim[812] ERROR worker http/0 (pid 813) killed by SIGKILL";

  @Test
  void whatWasPlannedIsNotTold() {
    var planned = List.of(Pattern.compile("killed by SIGKILL"));
    assertEquals(Map.of(), LogLines.unplanned(List.of(KILLED), planned));
    assertEquals(Map.of(KILLED, 1), LogLines.unplanned(List.of(KILLED), List.of()));
  }

  @Test
  void linesOfOneSortAreCounted() {
    var lines = List.of(KILLED, KILLED.replace("813", "814"), KILLED.replace("12.123Z", "13.000Z"));
    assertEquals(Map.of(KILLED, 3), LogLines.unplanned(lines, List.of()));
  }

  @Test
  void stackTracesAreFoundWhateverTheirLevel() {
    String trace =
        "2026-11-20T10:11:12.123Z brim[812] INFO java.io.IOException: x -- at a.B.c(B.java:1)";
    String frame = "\tat a.B.c(B.java:1)";
    var lines = List.of(trace, frame, "2026-11-20T10:11:12.123Z brim[812] INFO all is well");
    assertEquals(Map.of(trace, 1, frame, 1), LogLines.unplanned(lines, List.of()));
  }
}

package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.brim.server.control.StatusReport;
import org.junit.jupiter.api.Test;

class StatusTableTest {

  @Test
  void alignsItsColumns() {
    var report =
        new StatusReport(
            1,
            2,
            "running",
            List.of(
                new StatusReport.Worker("http", "0", 812, "ready", 3_725_000, 0, 1_000_000, 7),
                new StatusReport.Worker("wsgi#admin", "1", 9, "draining", 90_061_000, 12, -1, 0),
                new StatusReport.Worker("http", "2", 0, "waiting", 0, 3, 0, 0)));
    assertEquals(
        List.of(
            "SLOT          PID  STATE     UPTIME       RESTARTS  REQUESTS              MEMORY",
            "http/0        812  ready     01:02:05     0         1000000               40.0 MB",
            "wsgi#admin/1  9    draining  1d 01:01:01  12        18446744073709551615  40.0 MB",
            "http/2        -    waiting   -            3         0                     -"),
        StatusTable.lines(report, pid -> 40L << 20));
  }
}

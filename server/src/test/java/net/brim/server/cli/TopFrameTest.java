package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.brim.server.control.StatusReport;
import net.brim.server.control.StatusReport.Worker;
import org.junit.jupiter.api.Test;

class TopFrameTest {

  private static StatusReport report(long uptime, Worker... workers) {
    return new StatusReport(812, uptime, "running", List.of(workers));
  }

  @Test
  void showsWhatWasDoneSinceTheLookBefore() {
    StatusReport before =
        report(
            60_000,
            new Worker("http", "0", 813, "ready", 59_000, 0, 1000, 3),
            new Worker("http", "1", 814, "ready", 59_000, 0, 500, 1));
    StatusReport now =
        report(
            62_000,
            new Worker("http", "0", 813, "ready", 61_000, 0, 3000, 12),
            new Worker("http", "1", 820, "ready", 100, 1, 500, 0),
            new Worker("http", "2", 0, "waiting", 0, 3, 70, 0));
    assertEquals(
        List.of(
            "brimd 812 running for 00:01:02: 1000 requests/s, 12 connections, 80.0 MB",
            "",
            "SLOT    PID  STATE    UPTIME    RESTARTS  REQUESTS  REQ/S  OPEN  MEMORY",
            "http/0  813  ready    00:01:01  0         3000      1000   12    40.0 MB",
            "http/1  820  ready    00:00:00  1         500       0      0     40.0 MB",
            "http/2  -    waiting  -         3         70        0      0     -"),
        new TopFrame(before, now, 2_000_000_000L).lines(pid -> 40L << 20));
  }

  @Test
  void countersThatBeginAnewAreNoDebt() {
    StatusReport before = report(1, new Worker("http", "0", 813, "ready", 1, 0, 1000, 0));
    StatusReport now = report(1, new Worker("http", "0", 813, "ready", 1, 0, 10, 0));
    String first = new TopFrame(before, now, 1).lines(pid -> 0).getFirst();
    assertEquals("brimd 812 running for 00:00:00: 0 requests/s, 0 connections, 0.0 MB", first);
  }
}

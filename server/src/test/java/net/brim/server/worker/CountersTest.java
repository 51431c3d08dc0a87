package net.brim.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.brim.engine.http.HttpCounters;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;
import net.brim.server.stats.StatsReport;
import org.junit.jupiter.api.Test;

class CountersTest {

  @Test
  void countsUnderTheNamesOfTheReport() {
    var codes = List.of(404, 499);
    StatsMemory memory =
        StatsMemory.create(
            new StatsLayout(
                List.of(new StatsLayout.Section("http", List.of("0"), HttpStats.all(codes)))),
            1);
    HttpCounters counters = Counters.of(memory.bucket("http", 0), codes);
    counters.response(200);
    counters.response(404);
    counters.response(403);
    counters.bytesRead().add(10);
    counters.bytesWritten().add(20);
    counters.connections().add(2);
    counters.openConnections().add(1);
    counters.requestsRunning().add(1);
    counters.workNanos().add(99);
    assertEquals(
        Map.of(
            "request_count", 3L,
            "status_2xx_count", 1L,
            "status_4xx_count", 2L,
            "status_404_count", 1L,
            "bytes_read", 10L,
            "bytes_written", 20L,
            "connection_count", 2L,
            "open_connections", 1L,
            "requests_running", 1L,
            "work_time_ns", 99L),
        ((Map<?, ?>) StatsReport.of(memory).get("http")).get("0"));
  }
}

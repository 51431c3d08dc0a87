package net.brim.server.worker;

import static java.util.Map.entry;
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
    counters.requestsQueued().add(3);
    counters.threads().add(5);
    counters.idleThreads().add(4);
    counters.workNanos().add(99);
    assertEquals(
        Map.ofEntries(
            entry("request_count", 3L),
            entry("status_2xx_count", 1L),
            entry("status_4xx_count", 2L),
            entry("status_404_count", 1L),
            entry("bytes_read", 10L),
            entry("bytes_written", 20L),
            entry("connection_count", 2L),
            entry("open_connections", 1L),
            entry("requests_running", 1L),
            entry("requests_queued", 3L),
            entry("threads", 5L),
            entry("idle_threads", 4L),
            entry("work_time_ns", 99L)),
        ((Map<?, ?>) StatsReport.of(memory).get("http")).get("0"));
  }
}

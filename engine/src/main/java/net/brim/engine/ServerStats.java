package net.brim.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Stats.Counter;
import net.brim.engine.http.HttpCounters;

/**
 * What a server has counted, at one moment.
 *
 * @param since when counting began
 * @param requestCount requests answered
 * @param statusClassCounts responses of 1xx to 5xx, in that order
 * @param connectionCount connections accepted
 * @param openConnections open now
 * @param requestsRunning being answered now
 * @param requestsQueued that wait for a thread of the pool now; 0 without a pool, as the next two
 * @param threads of the pool now
 * @param idleThreads of the pool that wait for a request now
 * @param bytesRead from connections, heads and all
 * @param bytesWritten to connections, heads and all
 * @param workTime from the start of requests to the end of their responses, all added up
 */
public record ServerStats(
    Instant since,
    long requestCount,
    List<Long> statusClassCounts,
    long connectionCount,
    long openConnections,
    long requestsRunning,
    long requestsQueued,
    long threads,
    long idleThreads,
    long bytesRead,
    long bytesWritten,
    Duration workTime) {

  static final String START_TIME = "start_time";
  static final String REQUEST_COUNT = "request_count";
  static final String CONNECTION_COUNT = "connection_count";
  static final String OPEN_CONNECTIONS = "open_connections";
  static final String REQUESTS_RUNNING = "requests_running";
  static final String REQUESTS_QUEUED = "requests_queued";
  static final String THREADS = "threads";
  static final String IDLE_THREADS = "idle_threads";
  static final String BYTES_READ = "bytes_read";
  static final String BYTES_WRITTEN = "bytes_written";
  static final String WORK_TIME = "work_time_ns";

  public ServerStats {
    statusClassCounts = List.copyOf(statusClassCounts);
  }

  static ServerStats of(HttpCounters counters, Instant since) {
    var classes = new ArrayList<Long>();
    for (Counter counter : counters.statusClasses()) {
      classes.add(counter.get());
    }
    return new ServerStats(
        since,
        counters.requests().get(),
        classes,
        counters.connections().get(),
        counters.openConnections().get(),
        counters.requestsRunning().get(),
        counters.requestsQueued().get(),
        counters.threads().get(),
        counters.idleThreads().get(),
        counters.bytesRead().get(),
        counters.bytesWritten().get(),
        Duration.ofNanos(counters.workNanos().get()));
  }

  /** Sets to zero what adds up, and leaves what tells how things are now. */
  static void clear(HttpCounters counters) {
    counters.requests().set(0);
    for (Counter counter : counters.statusClasses()) {
      counter.set(0);
    }
    for (Counter counter : counters.statusCodes()) {
      if (counter != null) {
        counter.set(0);
      }
    }
    counters.connections().set(0);
    counters.bytesRead().set(0);
    counters.bytesWritten().set(0);
    counters.workNanos().set(0);
  }

  /** Responses of one class: 2 for 200 to 299. */
  public long statusCount(int statusClass) {
    return statusClassCounts.get(statusClass - 1);
  }

  /** The same by the names that the statistics of {@code brimd} have; all of them, zero or not. */
  public Map<String, Long> toMap() {
    var values = new LinkedHashMap<String, Long>();
    values.put(START_TIME, since.getEpochSecond());
    values.put(REQUEST_COUNT, requestCount);
    for (int i = 1; i <= statusClassCounts.size(); i++) {
      values.put(statusClass(i), statusCount(i));
    }
    values.put(CONNECTION_COUNT, connectionCount);
    values.put(OPEN_CONNECTIONS, openConnections);
    values.put(REQUESTS_RUNNING, requestsRunning);
    values.put(REQUESTS_QUEUED, requestsQueued);
    values.put(THREADS, threads);
    values.put(IDLE_THREADS, idleThreads);
    values.put(BYTES_READ, bytesRead);
    values.put(BYTES_WRITTEN, bytesWritten);
    values.put(WORK_TIME, workTime.toNanos());
    return values;
  }

  static String statusClass(int statusClass) {
    return "status_" + statusClass + "xx_count";
  }
}

package net.brim.server.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.brim.api.Stat;

/** The statistics that the server itself counts for an HTTP subserver, by their names. */
public final class HttpStats {

  public static final String REQUEST_COUNT = "request_count";
  public static final String START_TIME = "start_time";
  public static final String CONNECTION_COUNT = "connection_count";
  public static final String OPEN_CONNECTIONS = "open_connections";
  public static final String REQUESTS_RUNNING = "requests_running";
  public static final String REQUESTS_QUEUED = "requests_queued";
  public static final String THREADS = "threads";
  public static final String IDLE_THREADS = "idle_threads";
  public static final String BYTES_READ = "bytes_read";
  public static final String BYTES_WRITTEN = "bytes_written";
  public static final String WORK_TIME = "work_time_ns";

  /** What says how things are now, and so is void once the worker is gone. */
  public static final Set<String> GAUGES =
      Set.of(OPEN_CONNECTIONS, REQUESTS_RUNNING, REQUESTS_QUEUED, THREADS, IDLE_THREADS);

  private HttpStats() {}

  /** The counter of a class of codes: 2 for 200 to 299. */
  public static String ofClass(int statusClass) {
    return "status_" + statusClass + "xx_count";
  }

  /** The counter of one code. */
  public static String ofCode(int code) {
    return "status_" + code + "_count";
  }

  /** All of them, where those codes are counted one by one. */
  public static List<Stat> all(Collection<Integer> codes) {
    var stats = new ArrayList<Stat>();
    stats.add(Stat.worker(START_TIME));
    var summed =
        List.of(
            REQUEST_COUNT,
            CONNECTION_COUNT,
            OPEN_CONNECTIONS,
            REQUESTS_RUNNING,
            REQUESTS_QUEUED,
            THREADS,
            IDLE_THREADS,
            BYTES_READ,
            BYTES_WRITTEN,
            WORK_TIME);
    summed.forEach(name -> stats.add(Stat.sum(name)));
    for (int statusClass = 1; statusClass <= 5; statusClass++) {
      stats.add(Stat.sum(ofClass(statusClass)));
    }
    for (int code : new TreeSet<>(codes)) {
      stats.add(Stat.sum(ofCode(code)));
    }
    return stats;
  }
}

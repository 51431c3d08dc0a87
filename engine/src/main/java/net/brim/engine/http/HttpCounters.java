package net.brim.engine.http;

import net.brim.api.Stats.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP server counts.
 *
 * @param statusClasses at index 0 to 4 the counts of 1xx to 5xx
 * @param statusCodes at index {@code code - 100} the counter of a code that is counted by itself,
 *     or null; length 500
 * @param connections accepted so far
 * @param openConnections open now
 * @param requestsRunning between the end of their head and the end of their response now
 * @param requestsQueued that wait for a thread of the pool now
 * @param threads of the pool now
 * @param idleThreads of the pool that wait for a request now
 * @param bytesRead from sockets
 * @param bytesWritten to sockets
 * @param workNanos time spent in requests, added when each is over
 */
@SuppressWarnings("ArrayRecordComponent") // looked up at each response; made once and not handed on
public record HttpCounters(
    Counter requests,
    Counter[] statusClasses,
    @Nullable Counter[] statusCodes,
    Counter connections,
    Counter openConnections,
    Counter requestsRunning,
    Counter requestsQueued,
    Counter threads,
    Counter idleThreads,
    Counter bytesRead,
    Counter bytesWritten,
    Counter workNanos) {

  public HttpCounters {
    if (statusClasses.length != 5 || statusCodes.length != 500) {
      throw new IllegalArgumentException(
          "5 status classes and 500 codes, not "
              + statusClasses.length
              + ", "
              + statusCodes.length);
    }
  }

  /** Counts one response of that status. */
  public void response(int status) {
    requests.add(1);
    int statusClass = status / 100 - 1;
    if (statusClass < statusClasses.length) {
      statusClasses[statusClass].add(1);
      Counter code = statusCodes[status - 100];
      if (code != null) {
        code.add(1);
      }
    }
  }
}

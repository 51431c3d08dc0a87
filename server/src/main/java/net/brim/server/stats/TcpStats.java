package net.brim.server.stats;

import java.util.List;
import net.brim.api.Stat;

/** The statistics that the server itself counts for a TCP subserver, by the names HTTP has too. */
public final class TcpStats {

  private TcpStats() {}

  /** All of them. */
  public static List<Stat> all() {
    return List.of(
        Stat.worker(HttpStats.START_TIME),
        Stat.sum(HttpStats.CONNECTION_COUNT),
        Stat.sum(HttpStats.OPEN_CONNECTIONS),
        Stat.sum(HttpStats.BYTES_READ),
        Stat.sum(HttpStats.BYTES_WRITTEN));
  }
}

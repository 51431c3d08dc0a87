package net.brim.server.stats;

import java.util.List;
import net.brim.api.Stat;

/** The statistics that the server itself counts for a UDP subserver. */
public final class UdpStats {

  /** Datagrams that were handed to the app. */
  public static final String DATAGRAM_COUNT = "datagram_count";

  private UdpStats() {}

  /** All of them, by the names that the engine counts under. */
  public static List<Stat> all() {
    return List.of(
        Stat.worker(HttpStats.START_TIME),
        Stat.sum(DATAGRAM_COUNT),
        Stat.sum("truncated_count"),
        Stat.sum("forged_count"),
        Stat.sum("failed_count"),
        Stat.sum("dropped_count"),
        Stat.sum("sent_count"),
        Stat.sum("unsent_count"),
        Stat.sum(HttpStats.BYTES_READ),
        Stat.sum(HttpStats.BYTES_WRITTEN));
  }
}

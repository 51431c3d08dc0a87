package net.brim.server.stats;

import java.util.List;
import net.brim.api.Stat;

/** The statistics that the server itself keeps for each daemon. */
public final class DaemonStats {

  private DaemonStats() {}

  /** All of them. */
  public static List<Stat> all() {
    return List.of(Stat.daemon(HttpStats.START_TIME));
  }
}

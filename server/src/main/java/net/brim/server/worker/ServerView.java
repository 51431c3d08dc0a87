package net.brim.server.worker;

import java.util.Map;
import net.brim.api.Server;
import net.brim.server.stats.StatsReport;

/** What the apps of one worker can ask of the server. */
record ServerView(Place place) implements Server {

  @Override
  public String name() {
    return place.section();
  }

  @Override
  public int slot() {
    return place.slot();
  }

  @Override
  public Map<String, Object> stats() {
    return StatsReport.of(place.memory());
  }
}

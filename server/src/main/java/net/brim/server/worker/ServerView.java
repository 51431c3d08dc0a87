package net.brim.server.worker;

import java.util.Map;
import net.brim.api.Server;
import net.brim.server.stats.StatsMemory;
import net.brim.server.stats.StatsReport;

/** What the apps of one worker can ask of the server. */
record ServerView(String name, int slot, StatsMemory memory) implements Server {
  @Override
  public Map<String, Object> stats() {
    return StatsReport.of(memory);
  }
}

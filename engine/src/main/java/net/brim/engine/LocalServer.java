package net.brim.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import net.brim.api.Server;

/** The only worker of a program that has no supervisor, as its apps see it. */
final class LocalServer implements Server {

  private final String name;
  private final LocalStats stats;
  private final long startTime = Instant.now().getEpochSecond();

  LocalServer(String name, LocalStats stats) {
    this.name = name;
    this.stats = stats;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int slot() {
    return 0;
  }

  /** The shape that the statistics of a brimd with one worker have. */
  @Override
  public Map<String, Object> stats() {
    Map<String, Object> worker = stats.snapshot();
    var summed = new TreeMap<>(worker);
    worker.put(ServerStats.START_TIME, startTime);
    summed.put("0", worker);
    return Map.of(ServerStats.START_TIME, startTime, name, summed);
  }
}

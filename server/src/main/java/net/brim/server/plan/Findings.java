package net.brim.server.plan;

import java.util.List;
import net.brim.server.stats.StatsLayout;

/**
 * What only the code of applications can tell about a configuration.
 *
 * @param problems what is wrong with it
 * @param stats what is counted where; meaningless where there are problems
 */
public record Findings(List<String> problems, StatsLayout stats) {

  /** Where the applications could not be asked. */
  public static Findings without(List<String> problems) {
    return new Findings(problems, new StatsLayout(List.of()));
  }

  public Findings {
    problems = List.copyOf(problems);
  }
}

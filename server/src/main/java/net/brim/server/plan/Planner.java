package net.brim.server.plan;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Stat;
import net.brim.server.config.AppSettings;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsLayout;
import org.jspecify.annotations.Nullable;

/**
 * Has every app of a configuration read its section and say what it counts, collecting all that is
 * wrong.
 */
public final class Planner {

  private final Conf conf;
  private final AppLoader loader;
  private final Problems problems;
  private final boolean stackTraces;
  private final Map<String, List<Stat>> statsOfApps = new LinkedHashMap<>();

  /** Plans with apps of that loader. */
  public Planner(Conf conf, AppLoader loader, Problems problems, boolean stackTraces) {
    this.conf = conf;
    this.loader = loader;
    this.problems = problems;
    this.stackTraces = stackTraces;
  }

  /**
   * What is counted where; meaningless where there were problems.
   *
   * @param workers whether there will be workers; else each subserver has a single slot
   */
  public StatsLayout layout(Settings settings, boolean workers) {
    var sections = new ArrayList<StatsLayout.Section>();
    for (HttpSubserver subserver : settings.subservers()) {
      checkCodec(subserver);
      sections.add(
          new StatsLayout.Section(
              subserver.section(),
              StatsLayout.numberedSlots(workers ? subserver.workers() : 1),
              stats(subserver)));
    }
    return new StatsLayout(sections);
  }

  private void checkCodec(HttpSubserver subserver) {
    if (subserver.json() != null) {
      collect(() -> loader.codec(subserver.section(), conf));
    }
  }

  private List<Stat> stats(HttpSubserver subserver) {
    var stats = new LinkedHashMap<String, Stat>();
    HttpStats.all(subserver.countStatusCodes()).forEach(stat -> stats.put(stat.name(), stat));
    for (AppSettings app : subserver.apps()) {
      statsOfApps
          .computeIfAbsent(app.name(), this::prepare)
          .forEach(stat -> add(stats, stat, app.name(), subserver));
    }
    return List.copyOf(stats.values());
  }

  private void add(Map<String, Stat> stats, Stat stat, String app, HttpSubserver subserver) {
    Stat before = stats.putIfAbsent(stat.name(), stat);
    if (before != null && before.kind() != stat.kind()) {
      problems.add(
          "[%s] the statistic '%s' of app %s is a %s, but there is one of that name that is a %s"
              .formatted(subserver.section(), stat.name(), app, stat.kind(), before.kind()));
    }
    if (stat.name().chars().allMatch(Character::isDigit)) {
      problems.add(
          "[%s] the statistic '%s' of app %s needs a name that is not a number, as slots have"
              .formatted(subserver.section(), stat.name(), app));
    }
  }

  private List<Stat> prepare(String app) {
    List<Stat> stats = collect(() -> statsOf(loader.prepare(app, conf)));
    return stats == null ? List.of() : stats;
  }

  private static List<Stat> statsOf(PreparedApp<?> app) {
    try {
      return List.copyOf(app.stats());
    } catch (RuntimeException | LinkageError e) {
      throw new AppFailedException(
          app.name(), "statsConf of " + app.factory().getClass().getName(), e);
    }
  }

  private <T> @Nullable T collect(java.util.function.Supplier<T> step) {
    try {
      return step.get();
    } catch (ConfException | AppFailedException e) {
      problems.add(describe(e));
      return null;
    }
  }

  private String describe(RuntimeException problem) {
    if (!stackTraces) {
      return String.valueOf(problem.getMessage());
    }
    var text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    return problem.getMessage() + "\n" + text.toString().stripTrailing();
  }
}

package net.brim.server.plan;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Stat;
import net.brim.server.config.AppSettings;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.config.TcpSubserver;
import net.brim.server.config.UdpSubserver;
import net.brim.server.stats.DaemonStats;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.TcpStats;
import net.brim.server.stats.UdpStats;
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
    for (Subserver subserver : settings.subservers()) {
      checkCodec(subserver);
      List<Stat> stats = stats(subserver);
      if (workers || !(subserver instanceof DaemonSubserver)) {
        List<String> slots = workers ? subserver.slots() : List.of("0");
        sections.add(new StatsLayout.Section(subserver.section(), slots, stats));
      }
    }
    return new StatsLayout(sections);
  }

  private void checkCodec(Subserver subserver) {
    if (subserver.json() != null) {
      collect(() -> loader.codec(subserver.section(), conf));
    }
  }

  private List<Stat> stats(Subserver subserver) {
    // No switch on types: linking one takes a launcher some ten milliseconds.
    if (subserver instanceof HttpSubserver http) {
      return stats(http);
    }
    if (subserver instanceof TcpSubserver tcp) {
      return stats(tcp, TcpStats.all(), loader::prepareTcp);
    }
    if (subserver instanceof UdpSubserver udp) {
      return stats(udp, UdpStats.all(), loader::prepareUdp);
    }
    return stats((DaemonSubserver) subserver);
  }

  private List<Stat> stats(HttpSubserver subserver) {
    var stats = byName(HttpStats.all(subserver.countStatusCodes()));
    for (AppSettings app : subserver.apps()) {
      statsOfApps
          .computeIfAbsent(app.name(), this::prepare)
          .forEach(stat -> add(stats, stat, app.name(), subserver));
    }
    return List.copyOf(stats.values());
  }

  /** Each daemon has statistics of its own; a bucket has room for those of any. */
  private List<Stat> stats(DaemonSubserver subserver) {
    var stats = byName(DaemonStats.all());
    for (AppSettings daemon : subserver.daemons()) {
      add(stats, daemon.name(), subserver, loader::prepareDaemon);
    }
    return List.copyOf(stats.values());
  }

  /** Of a subserver whose section is its app's too. */
  private List<Stat> stats(
      Subserver subserver, List<Stat> ofServer, BiFunction<String, Conf, SoloApp<?, ?>> prepare) {
    var stats = byName(ofServer);
    add(stats, subserver.section(), subserver, prepare);
    return List.copyOf(stats.values());
  }

  private void add(
      Map<String, Stat> stats,
      String name,
      Subserver subserver,
      BiFunction<String, Conf, SoloApp<?, ?>> prepare) {
    List<Stat> ofApp =
        collect(() -> {
          SoloApp<?, ?> app = prepare.apply(name, conf);
          return statsOf(name, app.factory().getClass(), app::stats);
        });
    if (ofApp != null) {
      ofApp.forEach(stat -> add(stats, stat, name, subserver));
    }
  }

  private static Map<String, Stat> byName(List<Stat> stats) {
    var named = new LinkedHashMap<String, Stat>();
    stats.forEach(stat -> named.put(stat.name(), stat));
    return named;
  }

  private void add(Map<String, Stat> stats, Stat stat, String app, Subserver subserver) {
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
    } else if (subserver.slots().contains(stat.name())) {
      problems.add(
          "[%s] the statistic '%s' of %s needs another name: a daemon has that one"
              .formatted(subserver.section(), stat.name(), app));
    }
  }

  private List<Stat> prepare(String app) {
    List<Stat> stats =
        collect(() -> {
          PreparedApp<?> prepared = loader.prepare(app, conf);
          return statsOf(app, prepared.factory().getClass(), prepared::stats);
        });
    return stats == null ? List.of() : stats;
  }

  private static List<Stat> statsOf(String app, Class<?> factory, Supplier<List<Stat>> stats) {
    try {
      return List.copyOf(stats.get());
    } catch (RuntimeException | LinkageError e) {
      throw new AppFailedException(app, "statsConf of " + factory.getName(), e);
    }
  }

  private <T> @Nullable T collect(Supplier<T> step) {
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

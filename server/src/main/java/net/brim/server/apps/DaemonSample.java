package net.brim.server.apps;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.api.DaemonContext;
import net.brim.api.Stat;

/** Logs a status line every so often; {@code call} of a daemon. */
public final class DaemonSample implements Daemon.Factory<Duration> {

  private static final String ITERATIONS = "iterations";
  private static final String LAST_RUN = "last_run";
  private static final Duration INTERVAL = Duration.ofSeconds(60);

  /** For {@code call}. */
  public DaemonSample() {}

  /** The time between two lines. */
  @Override
  public Duration parseConf(String name, Conf conf) {
    Duration interval = conf.getDuration(name, "interval", INTERVAL);
    if (!interval.isPositive()) {
      throw new ConfException(conf.invalid(name, "interval", "a duration above 0"));
    }
    return interval;
  }

  @Override
  public List<Stat> statsConf(String name, Duration interval) {
    return List.of(Stat.daemon(ITERATIONS), Stat.daemon(LAST_RUN));
  }

  @Override
  public Daemon create(String name, Duration interval) {
    return new Sample(name, interval);
  }

  private record Sample(String name, Duration interval) implements Daemon {
    @Override
    public void run(DaemonContext context) throws InterruptedException {
      do {
        context.stats().incr(ITERATIONS);
        context.stats().set(LAST_RUN, Instant.now().getEpochSecond());
        context.logger().info("{} runs: line {}", name, context.stats().get(ITERATIONS));
      } while (!context.awaitDraining(interval));
    }
  }
}

package net.brim.server.plan;

import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.stats.StatsLayout;
import org.jspecify.annotations.Nullable;

/**
 * The checked outcome of reading a configuration: all that the supervisor and the workers need to
 * know.
 *
 * @param conf every value as the launcher found it, so that all processes see the same
 * @param stats what is counted where
 * @param tls null where no subserver has TLS
 */
public record Plan(Conf conf, Launch launch, StatsLayout stats, @Nullable TlsFiles tls) {

  /**
   * What the sections of Brim itself say.
   *
   * @throws ConfException where that is not right any more, such as for a jar that has gone
   */
  public Settings settings() {
    var problems = new Problems();
    Settings settings = Settings.read(conf, problems);
    if (!problems.isEmpty()) {
      throw new ConfException(String.join("\n", problems.lines()));
    }
    return settings;
  }
}

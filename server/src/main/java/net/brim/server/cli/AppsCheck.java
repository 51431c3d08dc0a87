package net.brim.server.cli;

import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsUnavailableException;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.StreamSubserver;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Findings;
import net.brim.server.plan.Planner;
import net.brim.server.plan.TlsFiles;
import net.brim.server.stats.StatsLayout;
import org.jspecify.annotations.Nullable;

/**
 * Has the code of applications read a configuration, in this process: apps and JSON codecs, and TLS
 * adapters with the certificates that they are to serve.
 */
final class AppsCheck {

  private final Conf conf;
  private final Settings settings;
  private final AppLoader loader;
  private final Problems problems = new Problems();

  AppsCheck(Conf conf, Settings settings, AppLoader loader) {
    this.conf = conf;
    this.settings = settings;
    this.loader = loader;
  }

  /**
   * Runs it.
   *
   * @param tls certificates that are right; null for none
   * @param stackTraces whether failures are told with them
   * @param workers whether there will be workers
   */
  Findings run(@Nullable TlsFiles tls, boolean stackTraces, boolean workers) {
    StatsLayout layout = new Planner(conf, loader, problems, stackTraces).layout(settings, workers);
    if (tls != null) {
      for (TlsFiles.OfSubserver files : tls.subservers()) {
        if (settings.subserver(files.section()) instanceof StreamSubserver subserver) {
          tryOut(subserver, tls);
        }
      }
    }
    return new Findings(problems.lines(), layout);
  }

  private void tryOut(StreamSubserver subserver, TlsFiles tls) {
    try {
      TlsLayer.check(tls.settings(subserver, loader.tlsProvider(subserver, conf)));
    } catch (TlsUnavailableException e) {
      String option = subserver.tls().adapter().equals("auto") ? "certfile" : "tls_adapter";
      problems.add(conf, subserver.section(), option, String.valueOf(e.getMessage()));
    } catch (ConfException | AppFailedException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}

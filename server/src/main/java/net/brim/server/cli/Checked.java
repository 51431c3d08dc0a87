package net.brim.server.cli;

import java.time.Instant;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Problems;
import net.brim.server.config.Subserver;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Planner;
import net.brim.server.plan.TlsFiles;
import net.brim.server.stats.StatsLayout;
import org.jspecify.annotations.Nullable;

/**
 * A configuration and its apps without a problem.
 *
 * @param tls null where no subserver has TLS
 */
record Checked(Configuration configuration, StatsLayout layout, @Nullable TlsFiles tls) {

  /** Checks everything; where anything is wrong, all of it is told. */
  static Optional<Checked> of(
      Configuration configuration,
      AppLoader loader,
      Purpose purpose,
      Options options,
      Terminal terminal) {
    return of(configuration, loader, purpose, options, terminal, null);
  }

  /**
   * Checks everything, as above.
   *
   * @param before certificates that are in force, for where we may not read the files any more
   */
  static Optional<Checked> of(
      Configuration configuration,
      AppLoader loader,
      Purpose purpose,
      Options options,
      Terminal terminal,
      @Nullable TlsFiles before) {
    if (configuration.isMissing()) {
      terminal.complain(Configuration.NONE_FOUND);
      configuration.skippedFiles().forEach(terminal::complain);
      return Optional.empty();
    }
    configuration.skippedFiles().stream()
        .filter(line -> !options.confs().isEmpty() || !line.endsWith("there is no such file"))
        .forEach(terminal::complain);
    boolean workers = purpose != Purpose.NO_DAEMON;
    Problems problems = configuration.problems();
    StatsLayout layout =
        new Planner(configuration.conf(), loader, problems, options.stackTraces())
            .layout(configuration.settings(), workers);
    if (workers) {
      new MachineCheck(Os.current(), configuration).run();
    }
    if (purpose == Purpose.START || purpose == Purpose.RELOAD) {
      rejectCgi(configuration);
    }
    if (purpose == Purpose.START || purpose == Purpose.NO_DAEMON) {
      InheritedCheck.run(configuration);
    }
    var certificates = new CertificateCheck(configuration, loader, Instant.now(), before);
    TlsFiles tls = certificates.run();
    if (!problems.isEmpty()) {
      terminal.fail(problems.lines());
      return Optional.empty();
    }
    certificates.warnings().forEach(terminal::complain);
    return Optional.of(new Checked(configuration, layout, tls));
  }

  private static void rejectCgi(Configuration configuration) {
    for (Subserver subserver : configuration.settings().subservers()) {
      if (subserver instanceof HttpSubserver http && http.isCgi()) {
        configuration.problem(
            subserver.section(),
            "listen",
            "a web server starts brimd for each request then, without the command `start`");
      }
    }
  }
}

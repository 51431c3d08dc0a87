package net.brim.server.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.Identity;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Findings;
import net.brim.server.plan.Launch;
import net.brim.server.plan.ServerUser;
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
      Launch launch,
      AppLoader loader,
      Purpose purpose,
      Terminal terminal) {
    return of(configuration, launch, loader, purpose, terminal, null);
  }

  /**
   * Checks everything, as above.
   *
   * @param before certificates that are in force, for where we may not read the files any more
   */
  static Optional<Checked> of(
      Configuration configuration,
      Launch launch,
      AppLoader loader,
      Purpose purpose,
      Terminal terminal,
      @Nullable TlsFiles before) {
    if (!tellOfFiles(configuration, launch, terminal)) {
      return Optional.empty();
    }
    var certificates = new CertificateCheck(configuration, Instant.now(), before);
    TlsFiles tls = certificates.run();
    Findings findings = askApps(configuration, launch, loader, purpose, terminal, tls);
    findings.problems().forEach(configuration.problems()::add);
    checkMachine(configuration, purpose);
    if (!configuration.problems().isEmpty()) {
      terminal.fail(configuration.problems().lines());
      return Optional.empty();
    }
    certificates.warnings().forEach(terminal::complain);
    return Optional.of(new Checked(configuration, findings.stats(), tls));
  }

  /** Says which files were not read; false where that leaves no configuration. */
  private static boolean tellOfFiles(
      Configuration configuration, Launch launch, Terminal terminal) {
    if (configuration.isMissing()) {
      terminal.complain(Configuration.NONE_FOUND);
      configuration.skippedFiles().forEach(terminal::complain);
      return false;
    }
    configuration.skippedFiles().stream()
        .filter(line -> !launch.confs().isEmpty() || !line.endsWith("there is no such file"))
        .forEach(terminal::complain);
    return true;
  }

  /**
   * Has the apps read the configuration: never with root's rights where they are to run without.
   */
  private static Findings askApps(
      Configuration configuration,
      Launch launch,
      AppLoader loader,
      Purpose purpose,
      Terminal terminal,
      @Nullable TlsFiles tls) {
    Optional<Identity> user = Optional.empty();
    if (purpose == Purpose.START || purpose == Purpose.CHECK) {
      try {
        user = ServerUser.other(Os.current(), configuration.settings().brim());
      } catch (OsException e) {
        return Findings.without(List.of()); // MachineCheck says who is not there
      }
    }
    return user.isPresent()
        ? new AppsOfUser(Os.current(), user.get(), terminal).ask(configuration, launch, tls)
        : new AppsCheck(configuration.conf(), configuration.settings(), loader)
            .run(tls, launch.stackTraces(), purpose != Purpose.NO_DAEMON);
  }

  private static void checkMachine(Configuration configuration, Purpose purpose) {
    if (purpose != Purpose.NO_DAEMON) {
      new MachineCheck(Os.current(), configuration).run();
    }
    if (purpose == Purpose.START || purpose == Purpose.RELOAD) {
      rejectCgi(configuration);
    }
    if (purpose == Purpose.START) {
      SystemdCheck.run(configuration);
    }
    if (purpose == Purpose.START || purpose == Purpose.NO_DAEMON) {
      InheritedCheck.run(configuration);
    }
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

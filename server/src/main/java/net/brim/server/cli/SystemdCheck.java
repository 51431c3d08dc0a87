package net.brim.server.cli;

import java.util.List;
import net.brim.server.config.Settings;
import net.brim.server.config.SystemdUse;
import net.brim.server.systemd.PassedDescriptor;
import net.brim.server.systemd.Systemd;

/** What systemd has told this process in its environment. */
final class SystemdCheck {

  private static final String BRIM = "brim";

  private SystemdCheck() {}

  /** Adds what is wrong with it to the problems of the configuration. */
  static void run(Configuration configuration) {
    Settings settings = configuration.settings();
    if (settings.brim().systemd() == SystemdUse.YES && !Systemd.listens(System.getenv())) {
      configuration.problem(
          BRIM, "systemd", "NOTIFY_SOCKET is not set, so systemd has not started this process");
    }
    try {
      var _ = passed(settings);
    } catch (IllegalArgumentException e) {
      configuration.problems().add(String.valueOf(e.getMessage()));
    }
  }

  /** The sockets that it passes, but for those that the configuration has as {@code fd:N}. */
  static List<PassedDescriptor> passed(Settings settings) {
    List<Integer> named = settings.inherited();
    return Systemd.passed(settings.brim().systemd(), System.getenv(), ProcessHandle.current().pid())
        .stream()
        .filter(passed -> !named.contains(passed.number()))
        .toList();
  }
}

package net.brim.server.cli;

import java.time.Duration;
import net.brim.server.config.BrimSettings;

/**
 * {@code reload}, {@code scale} and {@code logrotate}: what the supervisor that runs does to its
 * workers.
 */
final class ChangeCommand {

  /** Beyond the time that workers may take to be ready and to finish. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Options options;
  private final Terminal terminal;

  ChangeCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Has the supervisor carry the command out; returns the exit status. */
  int run(String command) {
    Asking asking = Asking.of(options, terminal);
    BrimSettings brim = asking.configuration().settings().brim();
    Duration patience = brim.startTimeout().plus(brim.gracefulTimeout()).plus(MARGIN);
    return asking.ask(command, patience, fields -> {});
  }
}

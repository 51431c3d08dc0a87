package net.brim.server.cli;

import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.plan.Plan;

/**
 * {@code restart}: checks the configuration while the old server still runs, shuts that down, and
 * starts the new one while the old one finishes its requests.
 */
final class RestartCommand {

  private final Options options;
  private final Terminal terminal;

  RestartCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run() {
    try {
      Os os = Os.current();
      var start = new StartCommand(options, terminal);
      Configuration configuration = Configuration.read(options, System.getenv());
      Optional<Plan> plan = start.plan(configuration, false);
      if (plan.isEmpty()) {
        return 1;
      }
      if (Running.supervisor(os, configuration.pidFile()).isPresent()) {
        int status = new StopCommand(options, terminal).shutDown(false);
        if (status != 0) {
          return status;
        }
      }
      return start.start(os, plan.get());
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }
}

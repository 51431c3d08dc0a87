package net.brim.server.cli;

import net.brim.os.Os;
import net.brim.os.OsException;

/** {@code restart}: a reload and another supervisor, in one; a start where none runs. */
final class RestartCommand {

  private final Options options;
  private final Terminal terminal;

  RestartCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run() {
    try {
      Configuration configuration = Configuration.read(options, System.getenv());
      return Running.supervisor(Os.current(), configuration.pidFile()).isPresent()
          ? new ChangeCommand(options, terminal).run("restart")
          : new StartCommand(options, terminal).run(false);
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }
}

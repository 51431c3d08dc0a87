package net.brim.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import net.brim.os.Os;
import net.brim.os.OsException;

/** {@code reload} and {@code scale}: what the supervisor that runs does to its workers. */
final class ChangeCommand {

  private static final int NOT_RUNNING = 3;

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
    Configuration configuration = Configuration.read(options, System.getenv());
    if (configuration.isElsewhere(options)) {
      terminal.complain(Configuration.NONE_FOUND);
      return terminal.fail(configuration.skippedFiles());
    }
    Path socket = configuration.controlSocket();
    if (socket == null) {
      return terminal.fail("brimd: without a control socket nobody can be told to " + command);
    }
    try {
      if (!isRunning(configuration, socket)) {
        terminal.complain("not running");
        return NOT_RUNNING;
      }
      Duration patience =
          configuration
              .settings()
              .brim()
              .startTimeout()
              .plus(configuration.settings().brim().gracefulTimeout())
              .plus(MARGIN);
      return new Answers(terminal, fields -> {}).of(socket, command, patience);
    } catch (IOException e) {
      return terminal.fail("brimd: the supervisor does not answer: " + e.getMessage());
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }

  /** Where there is no pid file, that the socket is there has to do. */
  private static boolean isRunning(Configuration configuration, Path socket) {
    return configuration.pidFile() == null
        ? Os.current().isLive(socket)
        : Running.supervisor(Os.current(), configuration.pidFile()).isPresent();
  }
}

package net.brim.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.OsException;

/** Gives commands to the supervisor, where one runs, and says so where none does. */
record Asking(Options options, Configuration configuration, Terminal terminal) {

  private static final int NOT_RUNNING = 3;

  /** Of the supervisor that the options lead to. */
  static Asking of(Options options, Terminal terminal) {
    return new Asking(options, Configuration.read(options, System.getenv()), terminal);
  }

  /**
   * Has the supervisor carry the command out; returns the exit status.
   *
   * @param limit how long it may say nothing
   * @param data gets the fields of each line that is for programs
   */
  int ask(String command, Duration limit, Consumer<List<String>> data) {
    if (configuration.isElsewhere(options)) {
      terminal.complain(Configuration.NONE_FOUND);
      return terminal.fail(configuration.skippedFiles());
    }
    Path socket = configuration.controlSocket();
    if (socket == null) {
      return terminal.fail("brimd: without a control socket nobody can be told to " + command);
    }
    try {
      if (!isRunning(socket)) {
        terminal.complain("not running");
        return NOT_RUNNING;
      }
      return new Answers(terminal, data).of(socket, command, limit);
    } catch (IOException e) {
      return terminal.fail("brimd: the supervisor does not answer: " + e.getMessage());
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }

  /** Where there is no pid file, that the socket is there has to do. */
  private boolean isRunning(Path socket) {
    return configuration.pidFile() == null
        ? Os.current().isLive(socket)
        : Running.supervisor(Os.current(), configuration.pidFile()).isPresent();
  }
}

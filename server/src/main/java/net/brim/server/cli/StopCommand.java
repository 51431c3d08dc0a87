package net.brim.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Signals;
import net.brim.server.config.Sigterm;

/** {@code stop} and {@code shutdown}. */
final class StopCommand {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  /** The ports are free long before, unless the supervisor does not react at all. */
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(15);

  private final Options options;
  private final Terminal terminal;

  StopCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Ends the server at once; returns the exit status. */
  int stop() {
    Configuration configuration = Configuration.read(options, System.getenv());
    int signal =
        configuration.settings().brim().sigterm() == Sigterm.STOP ? Signals.TERM : Signals.INT;
    return end(configuration, signal, "stopped", STOP_LIMIT, false);
  }

  /** Lets the server finish; returns the exit status. */
  int shutDown(boolean wait) {
    Configuration configuration = Configuration.read(options, System.getenv());
    return end(configuration, Signals.HUP, "is shutting down", RELEASE_LIMIT, wait);
  }

  private int end(
      Configuration configuration, int signal, String done, Duration limit, boolean wait) {
    if (configuration.isElsewhere(options)) {
      terminal.complain(Configuration.NONE_FOUND);
      return terminal.fail(configuration.skippedFiles());
    }
    Path pidFile = configuration.pidFile();
    if (pidFile == null) {
      return terminal.fail("brimd: without a pid file no running server can be found");
    }
    try {
      Os os = Os.current();
      OptionalInt running = Running.supervisor(os, pidFile);
      if (running.isEmpty()) {
        terminal.say("not running");
        return 0;
      }
      int pid = running.getAsInt();
      signal(os, pid, signal);
      if (!Running.await(limit, () -> !Running.supervisor(os, pidFile).equals(running))) {
        return terminal.fail("%d still runs after %d s".formatted(pid, limit.toSeconds()));
      }
      boolean immediate = signal != Signals.HUP;
      if (wait || immediate) {
        return awaitEnd(configuration, pid, immediate ? "stopped" : "has shut down");
      }
      terminal.say(pid + " " + done);
      return 0;
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }

  private int awaitEnd(Configuration configuration, int pid, String done) {
    Duration limit = configuration.settings().brim().gracefulTimeout().plus(Duration.ofSeconds(10));
    if (!Running.await(limit, () -> Running.hasEnded(pid))) {
      return terminal.fail("%d still runs after %d s".formatted(pid, limit.toSeconds()));
    }
    terminal.say(pid + " " + done);
    return 0;
  }

  /** A supervisor that was suspended must go on to hear the other signal. */
  private static void signal(Os os, int pid, int signal) {
    var _ = os.kill(pid, signal) && os.kill(pid, Signals.CONT);
  }
}

package net.brim.server.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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
    return run(command, terminal, fields -> {});
  }

  /** Does so, and says as JSON what came of it; returns the exit status. */
  int runForJson(String command) {
    var report = new ChangeReport(command);
    int status = run(command, report.terminal(), report::take);
    terminal.say(report.json(status));
    return status;
  }

  private int run(String command, Terminal hearer, Consumer<List<String>> data) {
    Asking asking = Asking.of(options, hearer);
    BrimSettings brim = asking.configuration().settings().brim();
    Duration patience = brim.startTimeout().plus(brim.gracefulTimeout()).plus(MARGIN);
    return asking.ask(command, patience, data);
  }
}

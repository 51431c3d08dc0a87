package net.brim.server.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.brim.server.control.StatsAnswer;
import net.brim.server.worker.JacksonCodec;

/** {@code stats}: what the workers have counted. */
final class StatsCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Options options;
  private final Terminal terminal;

  StatsCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Shows them, as JSON as the stats app does; returns the exit status. */
  int run(boolean json) {
    var lines = new ArrayList<List<String>>();
    int status = Asking.of(options, terminal).ask(StatsAnswer.COMMAND, PATIENCE, lines::add);
    if (status == 0) {
      Map<String, Object> stats = StatsAnswer.parse(lines);
      if (json) {
        terminal.say(new String(new JacksonCodec().write(stats), StandardCharsets.UTF_8));
      } else {
        StatsTables.lines(stats).forEach(terminal::say);
      }
    }
    return status;
  }
}

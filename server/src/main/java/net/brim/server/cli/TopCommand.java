package net.brim.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.server.control.ResidentMemory;
import net.brim.server.control.StatusReport;
import net.brim.server.plan.LogTargets;
import org.jspecify.annotations.Nullable;

/** {@code top}: the workers, looked at anew each second until somebody has seen enough. */
final class TopCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int STDOUT = 1;

  private final Options options;
  private final Terminal terminal;
  private @Nullable StatusReport report;
  private long reportedAt;
  private int status;

  TopCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /** Shows one frame, or one after the other; returns the exit status. */
  int run(boolean once) {
    Asking asking = Asking.of(options, terminal);
    StatusReport first = look(asking);
    if (first == null) {
      return status;
    }
    try {
      return once || !LogTargets.isTerminal(STDOUT) ? showOnce(asking) : showOnAndOn(asking);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int showOnce(Asking asking) throws InterruptedException {
    Thread.sleep(INTERVAL);
    TopFrame frame = next(asking);
    if (frame != null) {
      frame.lines(ResidentMemory::of).forEach(terminal::say);
    }
    return status;
  }

  private int showOnAndOn(Asking asking) throws InterruptedException {
    try (Screen screen = Screen.open(terminal)) {
      while (!screen.isLeft(INTERVAL)) {
        TopFrame frame = next(asking);
        if (frame == null) {
          break;
        }
        screen.show(frame.lines(ResidentMemory::of));
      }
      return status;
    } catch (IOException e) {
      return terminal.fail("brimd: the terminal cannot be used: " + e.getMessage());
    }
  }

  /** Null where the supervisor does not answer. */
  private @Nullable TopFrame next(Asking asking) {
    StatusReport before = report;
    long beforeAt = reportedAt;
    StatusReport now = look(asking);
    return before == null || now == null ? null : new TopFrame(before, now, reportedAt - beforeAt);
  }

  private @Nullable StatusReport look(Asking asking) {
    var lines = new ArrayList<List<String>>();
    status = asking.ask(StatusReport.COMMAND, PATIENCE, lines::add);
    report = status == 0 ? StatusReport.parse(lines) : null;
    reportedAt = System.nanoTime();
    return report;
  }
}

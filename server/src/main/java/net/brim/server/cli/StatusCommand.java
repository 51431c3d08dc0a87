package net.brim.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.control.ResidentMemory;
import net.brim.server.control.StatusReport;
import net.brim.server.worker.JacksonCodec;
import org.jspecify.annotations.Nullable;

/** {@code status}: whether the server runs, with the exit statuses that init scripts have. */
final class StatusCommand {

  private static final int RUNNING = 0;
  private static final int DEAD = 1;
  private static final int NOT_RUNNING = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Options options;
  private final Terminal terminal;

  StatusCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run(boolean verbose, boolean json) {
    Configuration configuration = Configuration.read(options, System.getenv());
    try {
      OptionalInt running = Running.supervisor(Os.current(), configuration.pidFile());
      if (running.isEmpty()) {
        return notRunning(configuration.pidFile(), json);
      }
      if (!json) {
        terminal.say(running.getAsInt() + " is running");
      }
      if (verbose || json) {
        showMore(configuration.controlSocket(), running.getAsInt(), json);
      }
      return RUNNING;
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }

  /** That it runs is known, whatever it answers. */
  private void showMore(@Nullable Path socket, int pid, boolean json) {
    try {
      show(ask(socket), json);
    } catch (IOException e) {
      terminal.complain("brimd: the supervisor does not answer: " + e.getMessage());
      if (json) {
        terminal.say(json(asMap(pid)));
      }
    }
  }

  private int notRunning(@Nullable Path pidFile, boolean json) {
    String left = pidFile == null ? null : OwnProcess.read(pidFile);
    String pid = left == null ? "" : left.strip();
    boolean dead = !pid.isEmpty();
    if (json) {
      terminal.say(json(Map.of("running", false)));
    } else {
      terminal.say(dead ? pid + " is not running" : "not running");
    }
    return dead ? DEAD : NOT_RUNNING;
  }

  private StatusReport ask(@Nullable Path socket) throws IOException {
    if (socket == null) {
      throw new IOException("it has no control socket");
    }
    var lines = new ArrayList<List<String>>();
    new Answers(terminal, lines::add).of(socket, StatusReport.COMMAND, PATIENCE);
    try {
      return StatusReport.parse(lines);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void show(StatusReport report, boolean json) {
    if (json) {
      terminal.say(json(asMap(report)));
    } else {
      StatusTable.lines(report, ResidentMemory::of).forEach(terminal::say);
    }
  }

  private static Map<String, Object> asMap(long pid) {
    var map = new LinkedHashMap<String, Object>();
    map.put("running", true);
    map.put("pid", pid);
    return map;
  }

  private static Map<String, Object> asMap(StatusReport report) {
    Map<String, Object> map = asMap(report.pid());
    map.put("uptime_ms", report.uptimeMillis());
    map.put("phase", report.phase());
    map.put("workers", report.workers().stream().map(StatusCommand::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(StatusReport.Worker worker) {
    var map = new LinkedHashMap<String, Object>();
    map.put("section", worker.section());
    map.put("slot", worker.slot());
    map.put("pid", worker.pid());
    map.put("state", worker.state());
    map.put("uptime_ms", worker.uptimeMillis());
    map.put("restarts", worker.restarts());
    map.put("requests", worker.requests());
    map.put("connections", worker.connections());
    map.put("memory", ResidentMemory.of(worker.pid()));
    return map;
  }

  private static String json(Map<String, Object> map) {
    return new String(new JacksonCodec().write(map), StandardCharsets.UTF_8);
  }
}

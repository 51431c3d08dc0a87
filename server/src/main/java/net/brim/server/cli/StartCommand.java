package net.brim.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.server.config.Settings;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.JavaFlags;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.supervisor.SupervisorRole;

/** {@code start}: makes the plan and hands it to a supervisor. */
final class StartCommand {

  private static final int ERRORLOG_MODE = 0644;
  private static final Path DEV_NULL = Path.of("/dev/null");

  private final Options options;
  private final Terminal terminal;

  StartCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run(boolean foreground) {
    try {
      Os os = Os.current();
      Configuration configuration = Configuration.read(options, System.getenv());
      OptionalInt running = Running.supervisor(os, configuration.pidFile());
      if (running.isPresent()) {
        terminal.say(running.getAsInt() + " already running");
        return 0;
      }
      Optional<Plan> plan = plan(configuration, foreground);
      return plan.isEmpty() ? 1 : start(os, plan.get());
    } catch (OsException e) {
      return terminal.fail("brimd: " + e.getMessage());
    }
  }

  /** The plan; empty where something is wrong, which has been told then. */
  Optional<Plan> plan(Configuration configuration, boolean foreground) {
    try (var loader = new AppLoader(configuration.settings().brim().classpath())) {
      return Checked.of(configuration, loader, Purpose.START, options, terminal)
          .map(checked -> plan(checked, foreground));
    } catch (IOException e) {
      terminal.complain("brimd: closing the applications' jars: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Starts what was planned; returns the exit status. */
  int start(Os os, Plan plan) {
    byte[] bytes = PlanCodec.write(plan);
    int memory = os.memoryFile("brim plan", bytes.length);
    os.write(memory, bytes, 0, bytes.length);
    return plan.launch().detached() ? detach(os, plan, memory) : become(os, plan, memory);
  }

  private Plan plan(Checked checked, boolean foreground) {
    Configuration configuration = checked.configuration();
    Settings settings = configuration.settings();
    var launch =
        new Launch(
            options.confs().stream().map(Path::toAbsolutePath).toList(),
            configuration.pidFile(),
            configuration.controlSocket(),
            settings.brim().detach() && !foreground,
            options.stackTraces(),
            OwnProcess.script(),
            OwnProcess.java(),
            OwnProcess.program());
    return new Plan(configuration.conf(), launch, checked.layout(), checked.tls());
  }

  /** This process becomes the supervisor. */
  private static int become(Os os, Plan plan, int memory) {
    var descriptors = new ArrayList<>(List.of(0, 1, 2, memory));
    descriptors.addAll(plan.settings().inherited());
    os.exec(new Program(command(plan), OwnProcess.environment(), descriptors, false));
    throw new IllegalStateException("exec returned");
  }

  private int detach(Os os, Plan plan, int memory) {
    int[] stdin = os.pipe();
    os.close(stdin[1]); // reading from stdin gives its end at once
    int[] report = os.pipe();
    int nowhere = os.openAppend(DEV_NULL, 0);
    int stdout = options.keepOutput() ? 1 : nowhere;
    var descriptors =
        new ArrayList<>(List.of(stdin[0], stdout, stderr(os, plan, nowhere), memory, report[1]));
    descriptors.addAll(plan.settings().inherited());
    List<String> command = command(plan);
    command.add(SupervisorRole.WITH_REPORT);
    int pid = os.spawn(new Program(command, OwnProcess.environment(), descriptors, true));
    os.close(report[1]);
    return new StartReport(os, terminal).follow(report[0], pid);
  }

  private int stderr(Os os, Plan plan, int nowhere) {
    if (options.keepOutput()) {
      return 2;
    }
    Path errorlog = plan.settings().brim().errorlog();
    return errorlog == null ? nowhere : os.openAppend(errorlog, ERRORLOG_MODE);
  }

  private static List<String> command(Plan plan) {
    var command = new ArrayList<>(JavaFlags.with(plan.launch().java(), JavaFlags.SUPERVISOR));
    command.addAll(plan.launch().program());
    command.add("--role=supervisor");
    return command;
  }
}

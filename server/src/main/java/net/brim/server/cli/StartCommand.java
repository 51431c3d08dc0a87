package net.brim.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.server.config.BrimSettings;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.JavaFlags;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.ServerUser;
import net.brim.server.supervisor.SupervisorRole;
import net.brim.server.systemd.PassedDescriptor;

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
    Launch launch = OwnProcess.launch(options, configuration, foreground);
    try (var loader = new AppLoader(configuration.settings().brim().classpath())) {
      return Checked.of(configuration, launch, loader, Purpose.START, terminal)
          .map(checked -> new Plan(configuration.conf(), launch, checked.layout(), checked.tls()));
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
    BrimSettings brim = plan.settings().brim();
    boolean otherUser = ServerUser.other(os, brim).isPresent();
    if (otherUser && brim.noNewPrivileges()) {
      os.denyNewPrivileges();
    }
    return plan.launch().detached()
        ? detach(os, plan, memory, otherUser)
        : become(os, plan, memory);
  }

  /** This process becomes the supervisor. */
  private static int become(Os os, Plan plan, int memory) {
    var descriptors = new ArrayList<>(List.of(0, 1, 2, memory));
    addInherited(descriptors, plan);
    os.exec(new Program(command(plan), OwnProcess.environment(), descriptors, false));
    throw new IllegalStateException("exec returned");
  }

  private int detach(Os os, Plan plan, int memory, boolean otherUser) {
    int[] stdin = os.pipe();
    os.close(stdin[1]); // reading from stdin gives its end at once
    int[] report = os.pipe();
    int nowhere = os.openAppend(DEV_NULL, 0);
    int stdout = options.keepOutput() ? 1 : nowhere;
    var descriptors =
        new ArrayList<>(
            List.of(stdin[0], stdout, stderr(os, plan, nowhere, otherUser), memory, report[1]));
    addInherited(descriptors, plan);
    List<String> command = command(plan);
    command.add(SupervisorRole.WITH_REPORT);
    int pid = os.spawn(new Program(command, OwnProcess.environment(), descriptors, true));
    os.close(report[1]);
    return new StartReport(os, terminal).follow(report[0], pid);
  }

  /** The errorlog, which the supervisor opens itself where it becomes another user. */
  private int stderr(Os os, Plan plan, int nowhere, boolean otherUser) {
    if (options.keepOutput()) {
      return 2;
    }
    Path errorlog = plan.settings().brim().errorlog();
    return errorlog == null || otherUser ? nowhere : os.openAppend(errorlog, ERRORLOG_MODE);
  }

  private static List<String> command(Plan plan) {
    var command = new ArrayList<>(JavaFlags.with(plan.launch().java(), JavaFlags.SUPERVISOR));
    command.addAll(plan.launch().program());
    command.add("--role=supervisor");
    List<PassedDescriptor> passed = SystemdCheck.passed(plan.settings());
    if (!passed.isEmpty()) {
      command.add(
          passed.stream()
              .map(PassedDescriptor::name)
              .collect(Collectors.joining(":", SupervisorRole.PASSED, "")));
    }
    return command;
  }

  /** The descriptors that the configuration names, then those that systemd passes. */
  private static void addInherited(List<Integer> descriptors, Plan plan) {
    descriptors.addAll(plan.settings().inherited());
    SystemdCheck.passed(plan.settings()).forEach(passed -> descriptors.add(passed.number()));
  }
}

package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.brim.os.Os;
import net.brim.os.ProcessTitle;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;

/** The supervisor process: what {@code --role=supervisor} runs. */
public final class SupervisorRole {

  /** The descriptor of the plan. */
  public static final int PLAN = 3;

  /** The descriptor of the pipe to the launcher, where there is one. */
  public static final int REPORT = 4;

  /** The argument that says that there is one. */
  public static final String WITH_REPORT = "--report";

  /** The descriptor of what the program has left that this process was before. */
  static final int ESTATE = 3;

  /** The argument that says that there is such a thing, in place of a plan. */
  static final String WITH_ESTATE = "--estate";

  /** The argument with the names of the sockets that a service manager passed, by colons. */
  public static final String PASSED = "--passed=";

  /** What {@code ps} shows. */
  private static final String TITLE = "main:brimd";

  private SupervisorRole() {}

  /**
   * Runs until the server ends; returns the exit status. The descriptors that the configuration
   * names follow the others, and those follow that a service manager passed.
   */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    var _ = ProcessTitle.set(TITLE);
    if (arguments.contains(WITH_ESTATE)) {
      return Resumption.run(Os.current(), Files.readAllBytes(path(ESTATE)));
    }
    List<String> passed =
        arguments.stream()
            .filter(argument -> argument.startsWith(PASSED))
            .flatMap(argument -> Stream.of(argument.substring(PASSED.length()).split(":", -1)))
            .toList();
    return arguments.contains(WITH_REPORT)
        ? run(PLAN, Report.toPipe(path(REPORT)), REPORT + 1, passed)
        : run(PLAN, Report.toTerminal(), PLAN + 1, passed);
  }

  /**
   * Runs a plan that stands in that descriptor, whose configuration names none, and reports to the
   * other.
   */
  public static int run(int plan, int report) throws IOException, InterruptedException {
    return run(plan, Report.toPipe(path(report)), Math.max(plan, report) + 1, List.of());
  }

  private static int run(int plan, Report report, int firstInherited, List<String> passed)
      throws IOException, InterruptedException {
    try (report) {
      Plan read = PlanCodec.read(Files.readAllBytes(path(plan)));
      return new Startup(Os.current(), read, report, plan, firstInherited, passed).run();
    }
  }

  private static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}

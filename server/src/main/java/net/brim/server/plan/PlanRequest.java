package net.brim.server.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the process is called that makes another plan for a server that runs, and what it has.
 *
 * <p>It loads the applications, which the supervisor never does: a broken class ends this process
 * and nothing else, and the newest jars are read.
 *
 * <pre>
 * 0      at its end
 * 1, 2   what it and the applications print
 * 3      memory with the plan that is in force
 * 4      memory for the new one
 * 5      a pipe: lines {@code out TEXT} and {@code err TEXT}, and {@code done} when there is a plan
 * </pre>
 */
public final class PlanRequest {

  /** The descriptor of the plan that is in force. */
  public static final int BEFORE = 3;

  /** The descriptor of the memory that the new plan is written to. */
  public static final int RESULT = 4;

  /** The descriptor of the pipe that tells what is wrong. */
  public static final int REPORT = 5;

  /**
   * The version of what a supervisor leaves to the program that it becomes. The process that makes
   * a plan is of that program: it says which one that understands.
   */
  public static final int ESTATE_VERSION = 1;

  /** In front of that number, as a line of the report. */
  public static final String UNDERSTANDS = "understands ";

  private static final String ROLE = "--role=plan";

  private PlanRequest() {}

  /** The command line, of the program that runs. */
  public static List<String> command(Launch launch) {
    var command = new ArrayList<>(JavaFlags.with(launch.java(), JavaFlags.PLANNER));
    command.addAll(launch.program());
    command.add(ROLE);
    return command;
  }

  /** The command line, of the program that this script runs now. */
  public static List<String> command(Path script) {
    return List.of(script.toString(), ROLE);
  }
}

package net.brim.server.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.Os.User;

/**
 * How the process is called that has applications read a configuration, and what it has. There are
 * two uses.
 *
 * <p>A server that runs needs another plan. This process loads the applications, which the
 * supervisor never does: a broken class ends this process and nothing else, and the newest jars are
 * read.
 *
 * <p>Root starts a server for another user. This process becomes that user before it loads the
 * applications, which the launcher never does then: their code has no rights that its user has not.
 *
 * <pre>
 *        another plan                              as another user
 * 0      at its end                                the same
 * 1, 2   what it and the applications print        the same
 * 3      memory with the plan that is in force     with what the launcher has read
 * 4      memory for the new one                    for the {@link Findings}
 * 5      a pipe: lines {@code out TEXT} and        a pipe whose end tells that the
 *        {@code err TEXT}, {@code done} when       launcher is gone
 *        there is a plan
 * 6      a pipe whose end tells that the
 *        supervisor is gone
 * </pre>
 */
public final class PlanRequest {

  /** The descriptor of the plan that is in force, or of what the launcher has read. */
  public static final int BEFORE = 3;

  /** The descriptor of the memory that the outcome is written to. */
  public static final int RESULT = 4;

  /** The descriptor of the pipe that tells what is wrong with a reload. */
  public static final int REPORT = 5;

  /** The descriptor of the pipe that the launcher holds while it lives. */
  public static final int LAUNCHER = 5;

  /** The descriptor of the pipe that the supervisor holds while it lives. */
  public static final int SUPERVISOR = 6;

  /** The argument for the second use. */
  public static final String AS_USER = "--as-user";

  /**
   * The version of what a supervisor leaves to the program that it becomes. The process that makes
   * a plan is of that program: it says which one that understands.
   */
  public static final int ESTATE_VERSION = 2;

  /** In front of that number, as a line of the report. */
  public static final String UNDERSTANDS = "understands ";

  private static final String ROLE = "--role=plan";

  private PlanRequest() {}

  /** The command line, of the program that runs. */
  public static List<String> command(Launch launch) {
    return command(launch, List.of());
  }

  /** The command line, of the program that runs, for asking applications as that user. */
  public static List<String> command(Launch launch, User user) {
    // The JVM starts as root and would take these from there.
    List<String> flags = List.of("-Duser.name=" + user.name(), "-Duser.home=" + user.home());
    List<String> command = command(launch, flags);
    command.add(AS_USER);
    return command;
  }

  private static List<String> command(Launch launch, List<String> flags) {
    var command = new ArrayList<>(JavaFlags.with(launch.java(), JavaFlags.PLANNER));
    command.addAll(flags);
    command.addAll(launch.program());
    command.add(ROLE);
    return command;
  }

  /** The command line, of the program that this script runs now. */
  public static List<String> command(Path script) {
    return List.of(script.toString(), ROLE);
  }

  /** Where that descriptor can be opened anew. */
  public static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}

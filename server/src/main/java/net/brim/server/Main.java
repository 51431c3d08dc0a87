package net.brim.server;

import java.util.List;
import net.brim.server.cli.Brimd;
import net.brim.server.cli.PlanRole;
import net.brim.server.cli.Training;
import net.brim.server.supervisor.SupervisorRole;
import net.brim.server.worker.WorkerRole;

/**
 * Where every process of Brim begins: the first argument says which it is. What people type makes
 * it the launcher; the others are started by Brim itself.
 */
public final class Main {

  private static final String ROLE = "--role=";

  private Main() {}

  /** Runs the role to its end. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws Exception {
    if (arguments.isEmpty() || !arguments.getFirst().startsWith(ROLE)) {
      return Brimd.run(arguments);
    }
    List<String> rest = arguments.subList(1, arguments.size());
    String role = arguments.getFirst().substring(ROLE.length());
    return switch (role) {
      case "supervisor" -> SupervisorRole.run(rest);
      case "plan" -> PlanRole.run(rest);
      case "worker" -> WorkerRole.run(rest);
      case "train" -> Training.run();
      default -> throw new IllegalArgumentException("there is no role " + role);
    };
  }
}

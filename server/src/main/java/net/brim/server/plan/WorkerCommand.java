package net.brim.server.plan;

import java.util.ArrayList;
import java.util.List;

/** How a worker is called, and what it and the supervisor say to each other, line by line. */
public final class WorkerCommand {

  /** From the supervisor: the server goes away; finish what is running, then exit. */
  public static final String DRAIN = "drain";

  /** From the supervisor: another has taken your place; finish or hand over, then exit. */
  public static final String RETIRE = "retire";

  /** From the supervisor to a spare, in front of the index of a slot: serve that from now on. */
  public static final String SERVE = "serve";

  /** From the supervisor: open the log files anew. */
  public static final String REOPEN = "reopen";

  /**
   * From the supervisor, in front of all sockets to accept from now: {@code 1.0} is the first
   * socket of the second address.
   */
  public static final String ACCEPT = "accept";

  /** To the supervisor: connections can be accepted. */
  public static final String READY = "ready";

  /** To the supervisor, by a spare: all is ready but for a slot. */
  public static final String SPARE = "spare";

  /** To the supervisor: connections are not accepted any more. */
  public static final String DRAINING = "draining";

  /** To the supervisor: nothing goes to the old log files any more. */
  public static final String REOPENED = "reopened";

  /** To the supervisor, in front of the reason: have another take my place, then tell me so. */
  public static final String RECYCLE = "recycle ";

  /** To the supervisor, in front of each line of the reason: the apps could not be made. */
  public static final String FAILED = "failed ";

  private WorkerCommand() {}

  /** How log lines name the worker of a slot: three digits and more, or the name of a daemon. */
  public static String wid(String slot) {
    for (int i = 0; i < slot.length(); i++) {
      if (slot.charAt(i) < '0' || slot.charAt(i) > '9') {
        return slot;
      }
    }
    return "0".repeat(Math.max(0, 3 - slot.length())) + slot;
  }

  /**
   * The command line of the worker of one slot.
   *
   * @param groups the listening sockets that it inherits
   */
  public static List<String> of(
      Launch launch, List<String> javaOptions, String section, int slot, List<SocketGroup> groups) {
    var command = new ArrayList<String>();
    command.addAll(JavaFlags.with(JavaFlags.with(launch.java(), JavaFlags.WORKER), javaOptions));
    command.addAll(launch.program());
    command.addAll(List.of("--role=worker", section, Integer.toString(slot)));
    groups.forEach(group -> command.add(group.text()));
    return command;
  }
}

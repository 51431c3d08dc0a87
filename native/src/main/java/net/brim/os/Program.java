package net.brim.os;

import java.util.List;

/**
 * A program to start: what to run and which descriptors it gets.
 *
 * @param command path of the executable, then its arguments
 * @param environment {@code NAME=value}
 * @param descriptors of this process; the program gets them as 0, 1, 2… in this order and no others
 * @param newSession whether it leads a session of its own, without a terminal
 * @param heldBack signals that do not reach it until it asks for them, by {@link
 *     Os#unblockSignals}; only where this process becomes it
 */
public record Program(
    List<String> command,
    List<String> environment,
    List<Integer> descriptors,
    boolean newSession,
    List<Integer> heldBack) {

  /** A program that all signals reach. */
  public Program(
      List<String> command,
      List<String> environment,
      List<Integer> descriptors,
      boolean newSession) {
    this(command, environment, descriptors, newSession, List.of());
  }

  public Program {
    heldBack = List.copyOf(heldBack);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a program needs a command");
    }
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    descriptors = List.copyOf(descriptors);
  }
}

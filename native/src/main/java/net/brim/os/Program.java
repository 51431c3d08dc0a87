package net.brim.os;

import java.util.List;

/**
 * A program to start: what to run and which descriptors it gets.
 *
 * @param command path of the executable, then its arguments
 * @param environment {@code NAME=value}
 * @param descriptors of this process; the program gets them as 0, 1, 2… in this order and no others
 * @param newSession whether it leads a session of its own, without a terminal
 */
public record Program(
    List<String> command, List<String> environment, List<Integer> descriptors, boolean newSession) {
  public Program {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a program needs a command");
    }
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    descriptors = List.copyOf(descriptors);
  }
}

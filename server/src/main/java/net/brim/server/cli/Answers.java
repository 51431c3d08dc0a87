package net.brim.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.brim.server.control.ControlClient;
import net.brim.server.control.ControlLine;

/**
 * What the supervisor answers to commands: a person sees at once what is for people.
 *
 * @param data gets the fields of each line that is for programs
 */
record Answers(Terminal terminal, Consumer<List<String>> data) {

  /**
   * Gives the supervisor a command; returns the exit status when that has been carried out.
   *
   * @param limit how long it may say nothing
   */
  int of(Path socket, String command, Duration limit) throws IOException {
    return ControlClient.ask(socket, command, limit, this::take);
  }

  private void take(ControlLine line) {
    switch (line.kind()) {
      case OUT -> terminal.say(line.text());
      case ERR -> terminal.complain(line.text());
      case DATA -> data.accept(line.fields());
      case DONE -> throw new IllegalArgumentException("the end is no line of an answer");
    }
  }
}

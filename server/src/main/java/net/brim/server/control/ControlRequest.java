package net.brim.server.control;

import java.util.List;

/**
 * A command that came through the control socket.
 *
 * @param words what was said, of which the first is the name of the command; empty for an empty
 *     line
 * @param reply where the answer goes, which {@link ControlReply#done} ends
 */
public record ControlRequest(List<String> words, ControlReply reply) {

  public ControlRequest {
    words = List.copyOf(words);
  }

  /** The name of the command. */
  public String command() {
    return words.isEmpty() ? "" : words.getFirst();
  }

  /** What follows it. */
  public List<String> arguments() {
    return words.isEmpty() ? List.of() : words.subList(1, words.size());
  }
}

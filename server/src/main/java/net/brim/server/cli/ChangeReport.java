package net.brim.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.server.worker.JacksonCodec;

/**
 * What came of a change, as JSON.
 *
 * <pre>
 *   {"command":"reload","status":0,"generation":2,"workers":{"http":4},"messages":[…],"errors":[…]}
 * </pre>
 */
final class ChangeReport {

  private static final String GENERATION = "generation";
  private static final String SUBSERVER = "subserver";

  private final String command;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Map<String, Object> workers = new LinkedHashMap<>();
  private final Map<String, Object> report = new LinkedHashMap<>();

  /** Nothing is known yet of that command, whose first word is its name. */
  ChangeReport(String command) {
    this.command = command.contains(" ") ? command.substring(0, command.indexOf(' ')) : command;
  }

  /** Where what is for people goes. */
  Terminal terminal() {
    return new Terminal(
        new PrintStream(messages, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  /** Takes what is for programs; what it does not know is for later versions. */
  void take(List<String> fields) {
    if (fields.size() >= 2 && fields.getFirst().equals(GENERATION)) {
      report.put(GENERATION, Long.valueOf(fields.get(1)));
    } else if (fields.size() >= 3 && fields.getFirst().equals(SUBSERVER)) {
      workers.put(fields.get(1), Long.valueOf(fields.get(2)));
    }
  }

  /** All of it, where the command ended with that exit status. */
  String json(int status) {
    var map = new LinkedHashMap<String, Object>();
    map.put("command", command);
    map.put("status", status);
    map.putAll(report);
    if (!workers.isEmpty()) {
      map.put("workers", workers);
    }
    map.put("messages", lines(messages));
    map.put("errors", lines(errors));
    return new String(new JacksonCodec().write(map), StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream text) {
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

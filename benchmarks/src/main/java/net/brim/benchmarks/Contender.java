package net.brim.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A server to measure: one process (with its children) for plain HTTP, another for TLS.
 *
 * @param key what {@code --only} calls it; a prefix of it will do
 * @param scenarios where it has a row
 * @param impossible those of its scenarios that it cannot do, and why
 */
record Contender(
    String key,
    String name,
    Set<Scenario> scenarios,
    Map<Scenario, String> impossible,
    Command command) {

  /** Says how to run a server in the foreground, on 127.0.0.1. */
  @FunctionalInterface
  interface Command {
    /** Writes the files that the server needs. */
    List<String> write(int port, boolean tls) throws IOException;
  }

  boolean does(Scenario scenario) {
    return scenarios.contains(scenario) && !impossible.containsKey(scenario);
  }
}

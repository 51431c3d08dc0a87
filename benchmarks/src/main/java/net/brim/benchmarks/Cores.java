package net.brim.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Who runs where: servers on one processor, what loads them on another. */
final class Cores {

  private static final String SERVER = "0";
  private static final String LOAD = "1";

  private Cores() {}

  static List<String> server(List<String> command) {
    return pinned(SERVER, command);
  }

  static List<String> load(List<String> command) {
    return pinned(LOAD, command);
  }

  private static List<String> pinned(String core, List<String> command) {
    var whole = new ArrayList<>(List.of("taskset", "-c", core));
    whole.addAll(command);
    return whole;
  }
}

package net.brim.server.supervisor;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.os.Os;

/**
 * For each subserver the queue through which workers that go leave idle connections to those that
 * stay, by {@code SCM_RIGHTS}. It outlives workers and generations, as an accept queue does.
 */
final class HandOverQueues {

  private final Os os;
  private final Map<String, Queue> bySection = new HashMap<>();

  /**
   * A pair of unix stream sockets that do not block.
   *
   * @param in where connections are put in
   * @param out where they are taken out
   */
  record Queue(int in, int out) {}

  HandOverQueues(Os os) {
    this.os = os;
  }

  /** The queue of that subserver, from its first worker on. */
  Queue of(String section) {
    return bySection.computeIfAbsent(section, any -> open());
  }

  private Queue open() {
    int[] ends = os.socketPair();
    os.setNonBlocking(ends[0]);
    os.setNonBlocking(ends[1]);
    return new Queue(ends[0], ends[1]);
  }

  /** Has those that the program before has left. */
  void adopt(Estate.Queue known) {
    bySection.put(known.section(), new Queue(known.in(), known.out()));
  }

  /** What is left to the next program. */
  List<Estate.Queue> describe() {
    return bySection.entrySet().stream()
        .map(entry ->
            new Estate.Queue(entry.getKey(), entry.getValue().in(), entry.getValue().out()))
        .toList();
  }

  /** Closes those of all other subservers, with the connections that nobody took out. */
  void keepOnly(Collection<String> sections) {
    bySection
        .entrySet()
        .removeIf(entry -> {
          boolean needed = sections.contains(entry.getKey());
          if (!needed) {
            os.close(entry.getValue().in());
            os.close(entry.getValue().out());
          }
          return !needed;
        });
  }
}

package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import net.brim.server.config.Subserver;
import net.brim.server.logging.LogChannel;
import net.brim.server.plan.Listening;

/** One subserver of the running server: its settings, its sockets, its slots. */
final class RunningSubserver {

  private final Subserver settings;
  private final List<ListenerGroup> listeners;
  private final LogChannel log;
  private final List<Slot> slots = new ArrayList<>();

  RunningSubserver(Subserver settings, List<ListenerGroup> listeners, LogChannel log) {
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
    this.log = log;
    for (String name : settings.slots()) {
      slots.add(new Slot(this, slots.size(), name));
    }
  }

  /** Its section. */
  String name() {
    return settings.section();
  }

  Subserver settings() {
    return settings;
  }

  /** Closes all sockets. */
  void closeListeners() {
    listeners.forEach(ListenerGroup::close);
  }

  /** One group for each address. */
  List<ListenerGroup> listeners() {
    return listeners;
  }

  LogChannel log() {
    return log;
  }

  List<Slot> slots() {
    return slots;
  }

  /**
   * Such as {@code [http] listening on http://127.0.0.1:8080 with 2 workers}, or {@code [daemons]
   * running sample, other}.
   */
  String describe() {
    if (listeners.isEmpty()) {
      return "[%s] running %s".formatted(name(), String.join(", ", settings.slots()));
    }
    return "%s with %d worker%s"
        .formatted(
            Listening.describe(
                name(), settings.scheme(), listeners.stream().map(ListenerGroup::address).toList()),
            slots.size(),
            slots.size() == 1 ? "" : "s");
  }

  /**
   * Sends new connections, or datagrams, to the slots that are ready; to all where none is. What
   * waits at the others already are covered by the first that is ready.
   *
   * @param cover told of each ready worker and the slots that it is to cover
   */
  void steer(BiConsumer<WorkerHandle, List<Integer>> cover) {
    List<Slot> ready = slots.stream().filter(Slot::isReady).toList();
    int[] indices = ready.stream().mapToInt(Slot::index).toArray();
    listeners.forEach(group -> group.steer(indices));
    if (listeners.stream().anyMatch(ListenerGroup::isSpread)) {
      List<Integer> others =
          slots.stream().filter(slot -> !slot.isReady()).map(Slot::index).toList();
      for (Slot slot : ready) {
        cover.accept(
            Objects.requireNonNull(slot.worker()), slot == ready.getFirst() ? others : List.of());
      }
    }
  }
}

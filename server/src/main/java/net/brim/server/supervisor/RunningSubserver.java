package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import net.brim.server.config.Subserver;
import net.brim.server.logging.LogChannel;
import net.brim.server.plan.Listening;
import net.brim.server.plan.WorkerCommand;

/** One subserver of a generation: its settings, its sockets, its slots. */
final class RunningSubserver {

  private final Generation generation;
  private final List<ListenerGroup> listeners;
  private final LogChannel log;
  private final List<Slot> slots = new ArrayList<>();
  private final Slot reserve = new Slot(this, Slot.NONE, WorkerCommand.SPARE);
  private Subserver settings;

  RunningSubserver(
      Generation generation, Subserver settings, List<ListenerGroup> listeners, LogChannel log) {
    this.generation = generation;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
    this.log = log;
    addSlots();
  }

  private void addSlots() {
    List<String> names = settings.slots();
    while (slots.size() < names.size()) {
      slots.add(new Slot(this, slots.size(), names.get(slots.size())));
    }
  }

  /**
   * Has as many slots as other settings say.
   *
   * @return the slots that are no more, of whose workers the caller takes care
   */
  List<Slot> resize(Subserver other) {
    settings = other;
    addSlots();
    List<Slot> surplus = slots.subList(settings.slots().size(), slots.size());
    List<Slot> removed = List.copyOf(surplus);
    surplus.clear();
    return removed;
  }

  Generation generation() {
    return generation;
  }

  /** Its section. */
  String name() {
    return settings.section();
  }

  Subserver settings() {
    return settings;
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

  /** Stands for the slot of workers that have none yet. */
  Slot reserve() {
    return reserve;
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
}

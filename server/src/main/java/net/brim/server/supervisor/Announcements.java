package net.brim.server.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.brim.server.systemd.Notifier;

/** Keeps whoever watches over this process up to date: what it does, and where it listens. */
final class Announcements {

  private final Notifier notifier;
  private final Listeners listeners;
  private final SocketStore store;
  private boolean told;
  private int reloadsTold;
  private boolean ending;

  Announcements(Notifier notifier, Listeners listeners, SocketStore store) {
    this.notifier = notifier;
    this.listeners = listeners;
    this.store = store;
  }

  /** The loop turns; returns when it has to turn again at the latest, in milliseconds. */
  long alive(long now) {
    return notifier.alive(now);
  }

  /** The server begins to end; before its sockets are closed. */
  void ending(Duration atMost) {
    if (!ending) {
      ending = true;
      store.end(listeners.groups());
    }
    notifier.stopping(atMost);
  }

  /** Something has happened. */
  void update(Lifetime.Phase phase, Generation current, Changes changes) {
    if (!ending) {
      store.update(listeners.groups());
    }
    if (phase == Lifetime.Phase.RUNNING) {
      tell(changes);
    }
    notifier.status(status(phase, current));
  }

  /** Also of a reload that was over as soon as it had begun: somebody may wait for its end. */
  private void tell(Changes changes) {
    if (changes.reloads() > reloadsTold) {
      reloadsTold = changes.reloads();
      told = false;
      notifier.reloading();
    }
    if (!told && !changes.isReloading()) {
      told = true;
      notifier.ready();
    }
  }

  private static String status(Lifetime.Phase phase, Generation current) {
    List<Slot> slots = current.slots().toList();
    String ready =
        "%d of %d workers ready, generation %d"
            .formatted(
                slots.stream().filter(Slot::isReady).count(), slots.size(), current.number());
    return phase == Lifetime.Phase.RUNNING
        ? ready
        : phase.name().toLowerCase(Locale.ROOT) + ", " + ready;
  }
}

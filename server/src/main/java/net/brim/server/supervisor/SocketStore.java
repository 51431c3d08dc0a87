package net.brim.server.supervisor;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.brim.server.systemd.Notifier;

/**
 * Has a service manager keep a copy of each listening socket of ours: when this process is killed,
 * the next one gets them, with the connections that wait there.
 */
final class SocketStore {

  private final Notifier notifier;
  private final Set<String> kept = new HashSet<>();

  SocketStore(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Has those kept that listen now, and no others. */
  void update(Collection<ListenerGroup> groups) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    groups.forEach(group -> wanted.putAll(group.stored()));
    wanted.forEach((name, socket) -> {
      if (kept.add(name)) {
        notifier.keep(name, socket);
      }
    });
    kept.removeIf(name -> {
      if (wanted.containsKey(name)) {
        return false;
      }
      notifier.forget(name);
      return true;
    });
  }

  /**
   * The server ends. What it leaves in the store, clients of a restart wait at; but a unix socket
   * whose file is removed is found by none.
   */
  void end(Collection<ListenerGroup> groups) {
    groups.stream()
        .filter(group -> group.file() != null)
        .forEach(group -> group.stored().keySet().forEach(this::forget));
    kept.clear();
  }

  /** Has one that was kept before kept no longer. */
  void forget(String name) {
    notifier.forget(name);
  }
}

package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Who accepts from which socket, for all addresses and all workers that take connections, of
 * whatever generation.
 *
 * <p>Each worker has the socket of its slot; the kernel sends new connections to the sockets that
 * somebody has so. The others, whose workers are dead, stuck or going away, or which are more than
 * there are slots now, are shared out as well: what waits there already is not to wait for a
 * successor.
 */
final class Steering {

  private final BiConsumer<WorkerHandle, List<String>> accept;

  /**
   * Steers nothing yet.
   *
   * @param accept told of a worker, and of all sockets that it is to accept from now: {@code 1.0}
   *     is the first socket of its second address
   */
  Steering(BiConsumer<WorkerHandle, List<String>> accept) {
    this.accept = accept;
  }

  /** Steers to those workers, which are ready, and away from all others. */
  void to(Collection<WorkerHandle> ready) {
    var words = new LinkedHashMap<WorkerHandle, List<String>>();
    List<WorkerHandle> workers =
        ready.stream().sorted(Comparator.comparingInt(worker -> worker.slot().index())).toList();
    workers.forEach(worker -> words.put(worker, new ArrayList<>()));
    groups(workers).forEach(group -> steer(group, workers, words));
    words.forEach((worker, sockets) -> {
      if (!worker.accepts(sockets)) {
        worker.accepting(sockets);
        accept.accept(worker, sockets);
      }
    });
  }

  private static Collection<ListenerGroup> groups(List<WorkerHandle> workers) {
    var groups = new LinkedHashSet<ListenerGroup>();
    workers.forEach(worker -> groups.addAll(worker.slot().subserver().listeners()));
    return groups;
  }

  private static void steer(
      ListenerGroup group, List<WorkerHandle> workers, Map<WorkerHandle, List<String>> words) {
    List<WorkerHandle> takers =
        workers.stream().filter(worker -> worker.indexOf(group) >= 0).toList();
    int[] own = takers.stream().mapToInt(worker -> worker.own(group)).toArray();
    group.steer(own);
    share(group.listening(), own, takers, group)
        .forEach((worker, sockets) ->
            sockets.forEach(socket ->
                words
                    .computeIfAbsent(worker, any -> new ArrayList<>())
                    .add(worker.indexOf(group) + "." + socket)));
  }

  private static Map<WorkerHandle, Collection<Integer>> share(
      int sockets, int[] own, List<WorkerHandle> takers, ListenerGroup group) {
    var shares = new LinkedHashMap<WorkerHandle, Collection<Integer>>();
    var owned = new TreeSet<Integer>();
    for (int i = 0; i < own.length; i++) {
      shares.computeIfAbsent(takers.get(i), any -> new TreeSet<>()).add(own[i]);
      owned.add(own[i]);
    }
    for (int i = 0; i < sockets; i++) {
      int socket = i;
      // A worker that is older than the socket does not have it.
      List<WorkerHandle> able =
          takers.stream().filter(worker -> worker.has(group, socket)).toList();
      if (!owned.contains(socket) && !able.isEmpty()) {
        shares.computeIfAbsent(able.get(i % able.size()), any -> new TreeSet<>()).add(socket);
      }
    }
    return shares;
  }
}

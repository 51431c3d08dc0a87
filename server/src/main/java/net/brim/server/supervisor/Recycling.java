package net.brim.server.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.OsException;
import net.brim.os.service.Backoff;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * Replaces workers that run well, such as those that have grown too large: in each subserver one at
 * a time, and only when the successor is ready.
 */
final class Recycling {

  private final Workers workers;
  private final List<Wish> wishes = new ArrayList<>();

  /** A worker that is to be replaced, from a time in milliseconds on, and why. */
  private record Wish(WorkerHandle worker, String why, long dueAt, Backoff backoff) {}

  Recycling(Workers workers) {
    this.workers = workers;
  }

  /** Has a worker replaced as soon as that can be. */
  void wish(WorkerHandle worker, String why, long now) {
    if (wishes.stream().noneMatch(wish -> wish.worker == worker)) {
      wishes.add(new Wish(worker, why, now, new Backoff()));
    }
  }

  /** When {@link #begin} is due, in milliseconds; never where another event makes it so. */
  long nextAt() {
    return wishes.stream()
        .filter(wish -> hasTurn(wish.worker.slot()))
        .mapToLong(Wish::dueAt)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Starts the successors that are due, in subservers where none is on its way. */
  void begin(long now) {
    wishes.removeIf(wish -> isMoot(wish.worker));
    for (Wish wish : List.copyOf(wishes)) {
      Slot slot = wish.worker.slot();
      if (wish.dueAt <= now && hasTurn(slot)) {
        begin(wish, slot, now);
      }
    }
  }

  private static boolean hasTurn(Slot slot) {
    return slot.subserver().slots().stream().allMatch(other -> other.successor() == null);
  }

  private void begin(Wish wish, Slot slot, long now) {
    Log.main().log(Severity.NOTICE, "%s is replaced: %s".formatted(wish.worker, wish.why));
    try {
      workers.startSuccessor(slot, now);
      postpone(wish, Long.MAX_VALUE);
    } catch (OsException e) {
      failed(wish, String.valueOf(e.getMessage()), now);
    }
  }

  /** A successor has died before it was ready. */
  void successorDied(WorkerHandle successor, long now) {
    successor.slot().successorDied();
    String why = String.join("\n", successor.whyNotReady());
    for (Wish wish : List.copyOf(wishes)) {
      if (wish.worker == successor.slot().worker()) {
        failed(wish, why, now);
      }
    }
  }

  private void failed(Wish wish, String why, long now) {
    long delay = wish.backoff.afterDeath(0);
    why.lines().forEach(line -> Log.main().log(Severity.ERROR, line));
    Log.main()
        .log(
            Severity.ERROR,
            "%s stays, since its successor did not become ready; trying again in %s"
                .formatted(wish.worker, Durations.describe(Duration.ofMillis(delay))));
    postpone(wish, now + delay);
  }

  private void postpone(Wish wish, long dueAt) {
    wishes.remove(wish);
    wishes.add(new Wish(wish.worker, wish.why, dueAt, wish.backoff));
  }

  private static boolean isMoot(WorkerHandle worker) {
    return worker.slot().worker() != worker || worker.isLeaving();
  }
}

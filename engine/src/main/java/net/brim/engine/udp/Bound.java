package net.brim.engine.udp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How many threads may be at work at once, over all hubs and sockets of a server. */
final class Bound {

  private final int most;
  private final AtomicInteger running = new AtomicInteger();

  /** Stations that found no place. */
  private final Queue<Station> waiting = new ConcurrentLinkedQueue<>();

  Bound(int most) {
    this.most = most;
  }

  /** Takes a place; where there is none, the station is told when there may be one. */
  boolean take(Station station) {
    if (tryTake()) {
      return true;
    }
    waiting.add(station);
    // A place may have been given back before we were in the queue.
    if (running.get() < most) {
      wakeNext();
    }
    return false;
  }

  private boolean tryTake() {
    int taken = running.get();
    while (taken < most) {
      if (running.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = running.get();
    }
    return false;
  }

  /** Gives a place back. */
  void release() {
    running.decrementAndGet();
    wakeNext();
  }

  /** Tells the next station; also for one that was told and had nothing to do any more. */
  void wakeNext() {
    Station next = waiting.poll();
    if (next != null) {
      next.placeFree();
    }
  }

  /** How many are taken. */
  int running() {
    return running.get();
  }
}

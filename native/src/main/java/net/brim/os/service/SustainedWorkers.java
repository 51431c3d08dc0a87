package net.brim.os.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Signals;

/**
 * Keeps a number of worker processes running, in place of those that die, until this process is
 * told to end: a small supervisor for a service that needs no other.
 *
 * <pre>
 *             start                         death
 *   due at a ───────▶ running, from then on ──────▶ due at once after two seconds of life,
 *    time                                            else after a back-off
 *
 *   HUP or TERM: sent on to all workers; no more are started; the end when the last is gone
 * </pre>
 *
 * <p>HUP asks workers to finish what they are at, TERM to end at once.
 */
public final class SustainedWorkers {

  private final Os os;
  private final Consumer<String> log;
  private final ServiceWorker worker;
  private final List<Slot> slots = new ArrayList<>();
  private final BlockingQueue<Event> events;
  private final Reaper reaper;
  private final LongSupplier millis;
  private boolean ending;

  /** What happens to a supervisor. */
  sealed interface Event {

    /** A child is gone. */
    record Ended(ChildExit exit) implements Event {}

    /** Somebody sent this signal, and all workers are to have it. */
    record Told(int signal) implements Event {}
  }

  /** The place of a worker. */
  private static final class Slot {

    private final int index;
    private final Backoff backoff = new Backoff();
    private int pid;
    private long since;
    private long dueAt;

    Slot(int index) {
      this.index = index;
    }
  }

  SustainedWorkers(
      Os os,
      int count,
      ServiceWorker worker,
      Consumer<String> log,
      BlockingQueue<Event> events,
      Reaper reaper,
      LongSupplier millis) {
    this.os = os;
    this.worker = worker;
    this.log = log;
    this.events = events;
    this.reaper = reaper;
    this.millis = millis;
    for (int i = 0; i < count; i++) {
      Slot slot = new Slot(i);
      slot.dueAt = millis.getAsLong();
      slots.add(slot);
    }
  }

  /**
   * Keeps workers running; returns when HUP or TERM has come and the last of them has ended. From
   * then on these signals do nothing to this process.
   *
   * @param count how many; with 0, {@link ServiceWorker#runHere} runs once instead
   * @param log gets a line for each worker that starts or dies; called on the caller's thread
   */
  public static void run(Os os, int count, ServiceWorker worker, Consumer<String> log)
      throws Exception {
    if (count == 0) {
      worker.runHere();
      return;
    }
    var events = new LinkedBlockingQueue<Event>();
    ProcessSignals.handle("HUP", any -> events.add(new Event.Told(Signals.HUP)));
    ProcessSignals.handle("TERM", any -> events.add(new Event.Told(Signals.TERM)));
    var reaper = new Reaper(os, exit -> events.add(new Event.Ended(exit)));
    reaper.start();
    new SustainedWorkers(
            os,
            count,
            worker,
            log,
            events,
            reaper,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))
        .sustain();
  }

  void sustain() throws InterruptedException {
    while (true) {
      startWhatIsDue();
      if (ending && slots.stream().allMatch(slot -> slot.pid == 0)) {
        return;
      }
      Event event = events.poll(timeToNext(), TimeUnit.MILLISECONDS);
      if (event instanceof Event.Ended(ChildExit exit)) {
        reaper.bury(exit);
        slotOf(exit.pid()).ifPresent(slot -> died(slot, exit));
      } else if (event instanceof Event.Told(int signal)) {
        relay(signal);
      }
    }
  }

  private void startWhatIsDue() {
    for (Slot slot : slots) {
      if (!ending && slot.pid == 0 && slot.dueAt <= millis.getAsLong()) {
        start(slot);
      }
    }
  }

  private void start(Slot slot) {
    slot.since = millis.getAsLong();
    try {
      slot.pid = os.spawn(worker.program(slot.index));
      reaper.childStarted();
      log.accept("worker %d started as process %d".formatted(slot.index, slot.pid));
    } catch (OsException e) {
      long delay = due(slot);
      log.accept(
          "worker %d cannot be started: %s; trying again in %d ms"
              .formatted(slot.index, e.getMessage(), delay));
    }
  }

  private void died(Slot slot, ChildExit exit) {
    slot.pid = 0;
    String what = "worker %d (pid %d) %s".formatted(slot.index, exit.pid(), exit.describe());
    if (ending) {
      log.accept(what);
    } else {
      log.accept("%s; restarting in %d ms".formatted(what, due(slot)));
    }
  }

  private long due(Slot slot) {
    long now = millis.getAsLong();
    long delay = slot.backoff.afterDeath(now - slot.since);
    slot.dueAt = now + delay;
    return delay;
  }

  private void relay(int signal) {
    ending = true;
    log.accept("%s: on to all workers".formatted(Signals.name(signal)));
    for (Slot slot : slots) {
      if (slot.pid != 0) {
        os.kill(slot.pid, signal);
      }
    }
  }

  private long timeToNext() {
    long next = Long.MAX_VALUE;
    if (!ending) {
      for (Slot slot : slots) {
        next = slot.pid == 0 ? Math.min(next, slot.dueAt) : next;
      }
    }
    return next == Long.MAX_VALUE ? next : Math.max(0, next - millis.getAsLong());
  }

  private Optional<Slot> slotOf(int pid) {
    return slots.stream().filter(slot -> slot.pid == pid).findFirst();
  }
}

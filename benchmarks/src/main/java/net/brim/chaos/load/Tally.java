package net.brim.chaos.load;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what clients of one kind meet, and for how long none of them was answered. */
final class Tally {

  private static final int MOST_DETAILS = 5;

  private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);
  private final List<String> details = new ArrayList<>();
  private final Witness witness;
  private boolean ended;
  private long sent;
  private long answered;
  private long resent;
  private long astray;
  private long closed;
  private long last;
  private long gap;
  private Instant gapEnd = Instant.EPOCH;
  private long slowest;
  private Instant slowestEnd = Instant.EPOCH;

  /** A tally that asks the witness which workers were struck. */
  Tally(Witness witness) {
    this.witness = witness;
  }

  /** Times count from now on; what came before was the warming up. */
  synchronized void settle() {
    last = System.nanoTime();
    gap = 0;
    slowest = 0;
  }

  synchronized void sent() {
    sent++;
  }

  /** A right answer to what was sent at that time of {@link System#nanoTime}. */
  synchronized void answered(long begun) {
    long now = System.nanoTime();
    answered++;
    pass(now);
    if (now - begun > slowest) {
      slowest = now - begun;
      slowestEnd = Instant.now();
    }
  }

  /** What is answered after this is still right, but a gap in it says nothing. */
  synchronized void end() {
    pass(System.nanoTime());
    ended = true;
  }

  private void pass(long now) {
    if (!ended && now - last > gap) {
      gap = now - last;
      gapEnd = Instant.now();
    }
    last = now;
  }

  /** The server said that it has not looked at so many of what was sent. */
  synchronized void resent(int requests) {
    resent += requests;
  }

  /** The server ended a connection while nothing was asked on it. */
  synchronized void closed(long pid) {
    closed++;
    detail("closed while nothing was asked", pid);
  }

  /**
   * So many requests of a connection have no right answer.
   *
   * @param pid the worker that gave the last answer on the connection; 0 where there was none
   */
  synchronized void lost(IOException problem, int requests, long pid) {
    Loss loss = Loss.of(problem);
    losses.merge(loss, (long) requests, Long::sum);
    if (pid != 0 && !witness.isStruck(pid)) {
      astray += requests;
    }
    detail(loss + ": " + problem.getMessage(), pid);
  }

  private void detail(String what, long pid) {
    if (details.size() < MOST_DETAILS) {
      String with =
          pid == 0 ? "" : " (worker %d%s)".formatted(pid, witness.isStruck(pid) ? ", struck" : "");
      details.add(now() + " " + what + with);
    }
  }

  synchronized Figures figures() {
    var all = new ArrayList<>(details);
    all.add(
        "longest gap %d ms, ended %s; slowest answer %d ms, at %s"
            .formatted(millis(gap), time(gapEnd), millis(slowest), time(slowestEnd)));
    return new Figures(
        sent, answered, resent, losses, astray, closed, millis(gap), millis(slowest), all);
  }

  private static String now() {
    return time(Instant.now());
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString().substring(11);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

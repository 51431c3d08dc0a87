package net.brim.chaos;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import net.brim.chaos.fault.Fault;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.load.Loss;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fault with so many workers.
 *
 * @param times how often it struck
 * @param unavailable why it could not; null where it did
 * @param figures of each kind of clients; empty where it could not
 * @param hiccupMillis the longest time in which the clients themselves did not run
 * @param remarks what the figures do not say
 * @param logLines how many lines were logged
 * @param unplanned lines of the log that were not planned, with how many there are of each sort
 */
record Row(
    Fault fault,
    int workers,
    int times,
    @Nullable String unavailable,
    Map<Kind, Figures> figures,
    long hiccupMillis,
    List<String> remarks,
    int logLines,
    Map<String, Integer> unplanned) {

  Row {
    figures = Map.copyOf(figures);
    remarks = List.copyOf(remarks);
  }

  Figures of(Kind kind) {
    return Objects.requireNonNull(figures.get(kind));
  }

  /** A sum over all kinds of clients. */
  long sum(ToLongFunction<Figures> figure) {
    return figures.values().stream().mapToLong(figure).sum();
  }

  /** How many were lost so, idle connections left out, which have a column of their own. */
  long lost(Loss loss) {
    return sum(figures -> figures.lost(loss)) - of(Kind.IDLE).lost(loss);
  }

  /** How many connections that were in use, now and then, the server ended between two requests. */
  long closed() {
    return sum(Figures::closed) - of(Kind.IDLE).closed();
  }

  /** How many idle connections did not live through it. */
  long idleDied() {
    Figures idle = of(Kind.IDLE);
    return idle.closed() + idle.losses().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether a kind of clients has more to tell than that all went well. */
  static boolean isWorthTelling(Figures figures) {
    return !figures.losses().isEmpty() || figures.resent() > 0 || figures.closed() > 0;
  }
}

package net.brim.chaos.load;

import java.util.List;
import java.util.Map;

/**
 * What clients of one kind have met.
 *
 * @param resent requests that the server said it has not looked at, so that a client sends them
 *     again: after a {@code Connection: close}, or the Close of a WebSocket
 * @param astray those of the lost whose connection was with a worker that nothing was done to
 * @param closed connections that the server ended while nothing was asked on them
 * @param gapMillis the longest time in which nobody was answered
 * @param slowestMillis the longest time that an answered request took
 * @param details of the first losses, and of the longest gap
 */
public record Figures(
    long sent,
    long answered,
    long resent,
    Map<Loss, Long> losses,
    long astray,
    long closed,
    long gapMillis,
    long slowestMillis,
    List<String> details) {

  public Figures {
    losses = Map.copyOf(losses);
    details = List.copyOf(details);
  }

  /** How many were lost so. */
  public long lost(Loss loss) {
    return losses.getOrDefault(loss, 0L);
  }
}

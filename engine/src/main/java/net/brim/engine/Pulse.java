package net.brim.engine;

/** Is told again and again that a hub turns; by its silence others know of one that does not. */
@FunctionalInterface
public interface Pulse {

  /** For hubs that nobody looks at. */
  Pulse UNHEARD = (hub, time) -> {};

  /**
   * Called by each hub at its start and at each of its ticks, ten times a second.
   *
   * @param hub its place among the hubs of its server, from 0
   * @param time of {@link System#nanoTime()}
   */
  void beat(int hub, long time);
}

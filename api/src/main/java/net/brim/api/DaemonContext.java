package net.brim.api;

import java.time.Duration;

/**
 * What a {@link Daemon} runs in.
 *
 * <p>When the worker is to go away, {@link #draining} becomes true and the waits below end. A
 * daemon that has not returned when {@code graceful_timeout} is over has its thread interrupted,
 * and its process ends.
 */
public interface DaemonContext extends Context {

  /**
   * Pauses for that long, or until the worker goes away.
   *
   * @param time none or less than none does not pause
   * @return whether it goes away, so that the daemon should come to its end
   * @throws InterruptedException where the thread is interrupted
   */
  boolean awaitDraining(Duration time) throws InterruptedException;

  /**
   * Pauses until the worker goes away: for a daemon whose work is done by threads of its own.
   *
   * @throws InterruptedException where the thread is interrupted
   */
  void awaitDraining() throws InterruptedException;
}

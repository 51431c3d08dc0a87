package net.brim.api;

import java.time.Duration;

/** What a {@link Daemon} runs in. */
public interface DaemonContext extends Context {

  /**
   * Pauses for that long, or until the worker goes away.
   *
   * @return whether it goes away, so that the daemon should come to its end
   * @throws InterruptedException where the thread is interrupted
   */
  boolean awaitDraining(Duration time) throws InterruptedException;
}

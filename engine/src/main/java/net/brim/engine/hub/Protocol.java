package net.brim.engine.hub;

import java.io.IOException;

/**
 * What runs on a connection's virtual thread; when it returns, the connection is finished, unless
 * it rests.
 */
@FunctionalInterface
public interface Protocol {
  /** Serves the connection to its end, or until it rests; an exception ends it. */
  void serve(Connection connection) throws IOException;

  /**
   * Whether it answers a connection with a {@link Connection#refusal} in place of serving it; no
   * other ever sees what comes on one.
   */
  default boolean answersRefusals() {
    return false;
  }

  /**
   * Whether its thread runs as soon as bytes have come, while they are in the processor's cache,
   * and not when all sockets of the hub have been looked at.
   */
  default boolean runsAtOnce() {
    return false;
  }
}

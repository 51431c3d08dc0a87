package net.brim.engine.hub;

import java.io.IOException;

/** Where bytes go that leave when they are many, or when they are flushed. */
public interface ByteSink {

  /**
   * Adds bytes to what will be sent; waits where the peer reads too slowly.
   *
   * @throws TimeoutException where it reads nothing for too long
   * @throws ClientGoneException where it has left
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Sends what was written. */
  void flush();
}

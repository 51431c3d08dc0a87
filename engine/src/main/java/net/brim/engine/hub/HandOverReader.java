package net.brim.engine.hub;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.slf4j.Logger;

/**
 * The end of a hand-over queue at which servers that stay take connections out. For the loop of one
 * hub.
 */
final class HandOverReader implements Watch.Listener {

  /** Connections that are taken before others get their turn, in this process and beside it. */
  private static final int BATCH = 16;

  private final Socket queue;
  private final IntConsumer adopter;
  private final Logger logger;
  private final Watch watch;
  private boolean ended;

  /**
   * Begins to read.
   *
   * @param queue a descriptor that does not block, and stays the caller's
   * @param adopter gets the descriptor of each connection
   */
  HandOverReader(Hub hub, int queue, IntConsumer adopter, Logger logger) throws IOException {
    this.queue = new Socket(queue);
    this.adopter = adopter;
    this.logger = logger;
    this.watch = Watch.of(hub, queue, this);
    hub.loop().execute(() -> watch.await(true, false));
  }

  @Override
  public void readable() {
    for (int i = 0; i < BATCH && take(); i++) {
      // One after the other.
    }
  }

  @Override
  public void writable() {
    // Not asked for.
  }

  /** Takes what is there, and no more after that: nobody else may be left to take it. */
  void finish() {
    while (take()) {
      // One after the other.
    }
    cease();
  }

  /** Takes no more: others do. */
  void cease() {
    ended = true;
    watch.cancel();
  }

  private boolean take() {
    if (ended) {
      return false;
    }
    try {
      int descriptor = queue.recvFd();
      if (descriptor > 0) {
        adopter.accept(descriptor);
        return true;
      }
      if (descriptor < 0) {
        cease(); // Nobody is left who could hand anything over.
      }
    } catch (IOException e) {
      logger.error("a connection that was handed over is lost", e);
    }
    return false;
  }
}

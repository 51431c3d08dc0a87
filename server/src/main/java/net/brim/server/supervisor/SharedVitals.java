package net.brim.server.supervisor;

import java.lang.foreign.Arena;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.vitals.Vitals;

/**
 * The memory in which one worker shows that it lives: the descriptor that it inherits, and our own
 * view. For the thread of the supervisor's loop alone.
 */
final class SharedVitals implements AutoCloseable {

  private final Os os;
  private final int descriptor;
  private final Arena arena = Arena.ofConfined();
  private final Vitals vitals;

  /**
   * Makes memory for a worker with so many hubs.
   *
   * @throws OsException where the system has none
   */
  SharedVitals(Os os, int hubs) {
    this.os = os;
    int size = Vitals.size(hubs);
    this.descriptor = os.memoryFile("brim vitals", size);
    try {
      this.vitals = Vitals.create(os.map(descriptor, size, arena).asByteBuffer(), hubs);
    } catch (OsException e) {
      os.close(descriptor);
      throw e;
    }
  }

  /** That of a worker which another program of this process has started. */
  SharedVitals(Os os, int descriptor, int hubs) {
    this.os = os;
    this.descriptor = descriptor;
    this.vitals = Vitals.open(os.map(descriptor, Vitals.size(hubs), arena).asByteBuffer());
  }

  int descriptor() {
    return descriptor;
  }

  Vitals vitals() {
    return vitals;
  }

  @Override
  public void close() {
    arena.close();
    os.close(descriptor);
  }
}

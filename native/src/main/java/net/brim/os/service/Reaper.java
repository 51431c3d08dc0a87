package net.brim.os.service;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import net.brim.os.ChildExit;
import net.brim.os.Os;

/**
 * Waits for children of this process to end, and says so: one at a time, each of which keeps its
 * pid until it is buried, so that what is left of its process group can be ended before.
 *
 * <pre>
 *   wait ─▶ a child has ended: say so ─▶ until it is buried ─▶ wait
 * </pre>
 *
 * <p>It waits for all of them: in a process that has one, nothing else may wait for children, so
 * {@link ProcessBuilder} is not to be used.
 */
public final class Reaper {

  private final Os os;
  private final Consumer<ChildExit> exits;
  private final Semaphore children = new Semaphore(0);
  private final Semaphore burials = new Semaphore(0);

  /**
   * A reaper that does not wait yet.
   *
   * @param exits called on the reaper's own thread; {@link #bury} is due for each
   */
  public Reaper(Os os, Consumer<ChildExit> exits) {
    this.os = os;
    this.exits = exits;
  }

  /** Begins to wait, on a daemon thread of its own. */
  public void start() {
    Thread.ofPlatform().daemon().name("reaper").start(this::run);
  }

  /** There is one more child; to be called after each {@link Os#spawn}. */
  public void childStarted() {
    children.release();
  }

  /** Has the system forget a child that has ended. */
  public void bury(ChildExit exit) {
    var _ = os.waitForChild(exit.pid());
    burials.release();
  }

  private void run() {
    while (true) {
      Optional<ChildExit> exit = os.awaitChild();
      if (exit.isPresent()) {
        exits.accept(exit.get());
        burials.acquireUninterruptibly();
      } else {
        children.acquireUninterruptibly();
      }
    }
  }
}

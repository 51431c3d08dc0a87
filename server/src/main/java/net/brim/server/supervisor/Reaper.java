package net.brim.server.supervisor;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import net.brim.os.ChildExit;
import net.brim.os.Os;

/** Waits for children to end, and says so. */
final class Reaper {

  private final Os os;
  private final Consumer<Event> events;
  private final Semaphore children = new Semaphore(0);

  Reaper(Os os, Consumer<Event> events) {
    this.os = os;
    this.events = events;
  }

  /** Begins to wait, on a thread of its own. */
  void start() {
    Thread.ofPlatform().daemon().name("reaper").start(this::run);
  }

  /** There is one more child. */
  void childStarted() {
    children.release();
  }

  private void run() {
    while (true) {
      Optional<ChildExit> exit = os.waitForChild();
      if (exit.isPresent()) {
        events.accept(new Event.ChildExited(exit.get()));
      } else {
        children.acquireUninterruptibly();
      }
    }
  }
}

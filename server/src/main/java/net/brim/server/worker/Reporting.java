package net.brim.server.worker;

import net.brim.engine.Pulse;
import net.brim.server.plan.WorkerCommand;

/**
 * What a worker tells its supervisor while it serves.
 *
 * @param pulse that its hubs turn
 * @param lines anything else, line by line
 */
record Reporting(Pulse pulse, Lines lines) {

  /** Where lines go. */
  @FunctionalInterface
  interface Lines {
    /** Writes one of them; any thread. */
    void write(String line);
  }

  /** Asks for another worker in our place; we serve until it is there. */
  void recycle(String why) {
    lines.write(WorkerCommand.RECYCLE + why);
  }
}

package net.brim.server.logging;

import net.brim.server.config.LogTarget;

/** Opens the sinks of targets. */
interface Sinks {

  /** The target itself, or what it stands for on this machine. */
  LogTarget resolve(LogTarget target);

  /** A sink for a resolved target; it connects when it has the first line to write. */
  Sink open(LogTarget target);
}

package net.brim.server.logging;

import net.brim.engine.http.CompletedRequest;

/** How the text of a request log line is made; called by several threads. */
@FunctionalInterface
interface RequestFormat {

  /** Appends the text; {@code now} and {@code millis} are when the request was over. */
  void append(LineBuffer line, CompletedRequest completed, Timestamps.Second now, int millis);
}

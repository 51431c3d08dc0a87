package net.brim.server.logging;

/** Where a channel puts its finished lines. */
interface LineOutlet {

  /** Takes a line, or drops and counts it; never waits. */
  void put(Line line);

  /** No line of that channel will come any more. */
  void retire(LogChannel channel);
}

package net.brim.server.config;

/** What the supervisor does on SIGTERM. */
public enum Sigterm {
  /** End at once. */
  STOP,
  /** Finish the requests in progress, then end. */
  SHUTDOWN
}

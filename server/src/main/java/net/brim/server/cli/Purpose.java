package net.brim.server.cli;

/** What a configuration is checked for. */
enum Purpose {
  /** To say whether it is right; descriptors to inherit are those of another process. */
  CHECK,

  /** To start workers. */
  START,

  /** To replace the workers of a server that runs; it has the descriptors to inherit. */
  RELOAD,

  /** To serve in this process, where each subserver has a single slot. */
  NO_DAEMON
}

package net.brim.server.config;

/** Whether the server talks to systemd. */
public enum SystemdUse {
  /** Where systemd has started it. */
  AUTO,
  /** Systemd has to have started it. */
  YES,
  /** Never. */
  NO
}

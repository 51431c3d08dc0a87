package net.brim.server.config;

/** How grave a line must be to be logged, from the gravest to the least. */
public enum LogThreshold {
  CRITICAL,
  ERROR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG
}

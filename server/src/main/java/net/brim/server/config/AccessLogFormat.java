package net.brim.server.config;

/** The form of the line that each request leaves in the log. */
public enum AccessLogFormat {
  BRIM,
  COMBINED,
  JSON,
  OFF
}

package net.brim.server.logging;

import net.brim.server.config.LogThreshold;

/**
 * How grave a line is, from the gravest to the least; the numbers are syslog's (RFC 3164, 4.1.1).
 */
public enum Severity {
  CRITICAL(2),
  ERROR(3),
  WARNING(4),
  NOTICE(5),
  INFO(6),
  DEBUG(7);

  private final int code;

  Severity(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The least grave lines that a threshold lets through. */
  static Severity of(LogThreshold threshold) {
    return switch (threshold) {
      case CRITICAL -> CRITICAL;
      case ERROR -> ERROR;
      case WARNING -> WARNING;
      case NOTICE -> NOTICE;
      case INFO -> INFO;
      case DEBUG -> DEBUG;
    };
  }
}

package net.brim.server.config;

import java.nio.file.Path;

/** Where log lines go. */
public sealed interface LogTarget {

  /** To the terminal while there is one, else to syslog, else to standard error. */
  record Auto() implements LogTarget {}

  /** To the system's syslog socket. */
  record Syslog() implements LogTarget {}

  /** To standard error. */
  record Stderr() implements LogTarget {}

  /** To the end of a file, reopened when the logs are rotated. */
  record File(Path path) implements LogTarget {}
}

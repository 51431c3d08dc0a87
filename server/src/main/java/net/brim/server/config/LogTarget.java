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

  /**
   * The target as the configuration writes it. Good as a key, too: the methods that a record has
   * for that are linked at their first use, which takes a starting worker some ten milliseconds.
   */
  default String text() {
    if (this instanceof File file) {
      return "file:" + file.path();
    }
    return this instanceof Syslog ? "syslog" : this instanceof Stderr ? "stderr" : "auto";
  }
}

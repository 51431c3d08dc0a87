package net.brim.server.logging;

/**
 * A file, a terminal or a syslog daemon; used by one thread at a time. It never throws for what
 * happens outside this process: a line that it cannot write is marked {@link Line#lose lost}.
 */
interface Sink {

  /** Writes a line, at the latest at the next {@link #flush}. */
  void write(Line line);

  /** Writes what has been gathered. */
  void flush();

  /** Opens it anew, as after the rotation of a log file. */
  void reopen();

  /** Flushes and closes it; lines that come later are lost. */
  void close();
}

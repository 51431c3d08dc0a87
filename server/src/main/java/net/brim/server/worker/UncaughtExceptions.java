package net.brim.server.worker;

import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * Logs what nobody caught, on one line with the type and the message first; the JVM would print its
 * stack trace to stderr, and so make a log line of each frame.
 */
final class UncaughtExceptions implements Thread.UncaughtExceptionHandler {

  private final String start;

  /**
   * For a worker.
   *
   * @param worker as {@code STDOUT} and {@code STDERR} lines name it
   */
  UncaughtExceptions(String worker) {
    this.start = "UNCAUGHT EXCEPTION: wid:" + worker;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    log(thrown);
  }

  void log(Throwable thrown) {
    Log.main().log(Severity.ERROR, start, thrown);
  }
}

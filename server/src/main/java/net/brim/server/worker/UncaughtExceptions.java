package net.brim.server.worker;

import java.util.function.Supplier;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * Logs what nobody caught, on one line with the type and the message first; the JVM would print its
 * stack trace to stderr, and so make a log line of each frame.
 */
final class UncaughtExceptions implements Thread.UncaughtExceptionHandler {

  private final Supplier<String> worker;

  /**
   * For a worker.
   *
   * @param worker says how {@code STDOUT} and {@code STDERR} lines name it at that time
   */
  UncaughtExceptions(Supplier<String> worker) {
    this.worker = worker;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    log(thrown);
  }

  void log(Throwable thrown) {
    Log.main().log(Severity.ERROR, "UNCAUGHT EXCEPTION: wid:" + worker.get(), thrown);
  }
}

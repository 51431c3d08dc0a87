package net.brim.engine.http;

/**
 * Told of every request when it is over; called on the connection's thread, so it must not wait.
 */
@FunctionalInterface
public interface RequestLog {

  /** Logs nothing. */
  RequestLog OFF = request -> {};

  /** One request is over; its {@code Request} must not be kept. */
  void log(CompletedRequest request);
}

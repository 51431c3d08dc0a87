package net.brim.engine.http;

import java.io.IOException;

/**
 * The body of a response is not what its head says: the response must break off so that the client
 * can tell.
 */
public final class BodyFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the body. */
  public BodyFailedException(String message) {
    super(message);
  }

  /** What the app's code threw while it made the body. */
  public BodyFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

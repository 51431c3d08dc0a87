package net.brim.engine.http1;

import java.io.IOException;

/**
 * The body of a response is not what its head says: the connection must end so that the client can
 * tell.
 */
final class BodyFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  BodyFailedException(String message) {
    super(message);
  }

  /** What the app's code threw while it made the body. */
  BodyFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

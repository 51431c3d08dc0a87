package net.brim.server.supervisor;

import java.util.List;

/** The server cannot start; the message says why, for the person who starts it. */
final class StartFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartFailedException(String message) {
    super(message);
  }

  StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  StartFailedException(List<String> lines) {
    super(String.join("\n", lines));
  }
}

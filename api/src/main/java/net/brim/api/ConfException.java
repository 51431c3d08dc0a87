package net.brim.api;

/** The configuration is wrong; the message says what, for the person who wrote it. */
public class ConfException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A problem that the message says in full. */
  public ConfException(String message) {
    super(message);
  }

  /** A problem with a cause of its own. */
  public ConfException(String message, Throwable cause) {
    super(message, cause);
  }
}

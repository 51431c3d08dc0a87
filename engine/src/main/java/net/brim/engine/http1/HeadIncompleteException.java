package net.brim.engine.http1;

import java.io.IOException;

/** The rest of a head is yet to come, and nobody waits for it. */
final class HeadIncompleteException extends IOException {

  private static final long serialVersionUID = 1;

  HeadIncompleteException() {
    super("the head is not complete yet");
  }

  /** It says where to go on, not where something went wrong. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

package net.brim.engine.hub;

import java.io.IOException;

/** The client made no progress for as long as it may. */
public final class TimeoutException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what was going on, such as {@code writing a response}. */
  public TimeoutException(String during) {
    super("timed out " + during);
  }
}

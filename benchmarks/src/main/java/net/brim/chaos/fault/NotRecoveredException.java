package net.brim.chaos.fault;

import java.io.Serial;

/** The server did not come to the state that it should, in the time that is waited for it. */
public final class NotRecoveredException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  NotRecoveredException(String message) {
    super(message);
  }
}

package net.brim.engine.hub;

import java.io.IOException;

/** The client closed or reset the connection before it had sent or read all. */
public final class ClientGoneException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what was going on, such as {@code in a request body}. */
  public ClientGoneException(String during) {
    super("the client left " + during);
  }
}

package net.brim.api;

import java.io.IOException;

/** A {@link WebSocket} is closed, so that nothing can be sent, or nothing more will come. */
public final class WebSocketClosedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient WebSocketClose close;

  /** Says how the socket was closed. */
  public WebSocketClosedException(WebSocketClose close) {
    super("the WebSocket is closed: " + close);
    this.close = close;
  }

  /** How it was closed: by the client's code, or the one that it was sent. */
  public WebSocketClose close() {
    return close;
  }
}

package net.brim.engine.websocket;

import java.io.IOException;
import net.brim.api.WebSocketClose;

/** The client sent what it must not: the socket is closed with the code that says so. */
final class ProtocolViolation extends IOException {

  private static final long serialVersionUID = 1L;

  static final int PROTOCOL_ERROR = 1002;
  static final int NOT_UTF_8 = 1007;
  static final int TOO_BIG = 1009;

  private final transient WebSocketClose close;

  ProtocolViolation(int code, String reason) {
    super(reason);
    this.close = new WebSocketClose(code, reason);
  }

  static ProtocolViolation of(String reason) {
    return new ProtocolViolation(PROTOCOL_ERROR, reason);
  }

  WebSocketClose close() {
    return close;
  }

  /** Ordinary traffic on the open internet: its stack is not worth its price. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

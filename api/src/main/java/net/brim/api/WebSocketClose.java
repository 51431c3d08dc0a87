package net.brim.api;

import java.nio.charset.StandardCharsets;

/**
 * How a WebSocket was ended (RFC 6455, section 7.4).
 *
 * @param code from 1000 to 4999; apps have 4000 to 4999 to themselves
 * @param reason for people and logs; at most 123 bytes in UTF-8
 */
public record WebSocketClose(int code, String reason) {

  /** All was said. */
  public static final WebSocketClose NORMAL = new WebSocketClose(1000, "");

  /** A worker that ends, or a page that the user has left. */
  public static final WebSocketClose GOING_AWAY = new WebSocketClose(1001, "");

  /** A client's Close frame said nothing; never sent. */
  public static final WebSocketClose NONE = new WebSocketClose(1005, "");

  /** The client left without a Close frame; never sent. */
  public static final WebSocketClose ABNORMAL = new WebSocketClose(1006, "");

  private static final int MAX_REASON = 123;

  public WebSocketClose {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("close code " + code + " is not from 1000 to 4999");
    }
    int length = reason.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_REASON) {
      throw new IllegalArgumentException(
          "the reason of a close has " + length + " bytes, at most " + MAX_REASON);
    }
  }

  /** Whether a Close frame may carry the code: it is registered for that, or free for use. */
  public boolean sendable() {
    return (code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000); // 3000 to 3999 are registered by libraries, 4000 to 4999 are anyone's
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
  }
}

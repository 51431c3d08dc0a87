package net.brim.api;

/**
 * Thrown anywhere in the handler of a {@link WebSocket}, closes it with that code: what {@link
 * HttpException} is to a response.
 */
public class WebSocketException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient WebSocketClose close;

  /**
   * Closes the socket so.
   *
   * @param code from 1000 to 4999, without those that are never sent
   * @param reason for the client; at most 123 bytes in UTF-8
   */
  @SuppressWarnings("this-escape") // only the constant parts of RuntimeException are reached
  public WebSocketException(int code, String reason) {
    // An answer, not a fault: no stack trace is looked at, so none is paid for.
    super(code + " " + reason, null, false, false);
    this.close = new WebSocketClose(code, reason);
    if (!close.sendable()) {
      throw new IllegalArgumentException("close code " + code + " is never sent");
    }
  }

  /** What the client is told. */
  public WebSocketClose close() {
    return close;
  }
}

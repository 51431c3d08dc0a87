package net.brim.chaos.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

/** How a request can fail to be answered. */
public enum Loss {
  /** The connection was refused. */
  REFUSED,
  /** The connection ended, by a reset or without one, before the answer was there. */
  RESET,
  /** The answer was to something else, or none at all. */
  WRONG,
  /** No answer came for so long that the client gave up. */
  HUNG;

  /** What it was that a client met. */
  static Loss of(IOException problem) {
    return switch (problem) {
      case WrongAnswerException _ -> WRONG;
      case SocketTimeoutException _ -> HUNG;
      case ConnectException _ -> REFUSED;
      default -> RESET;
    };
  }
}

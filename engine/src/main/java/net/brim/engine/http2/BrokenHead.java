package net.brim.engine.http2;

import java.io.IOException;

/**
 * A field section that breaks the rules of HTTP/2: a stream error of type PROTOCOL_ERROR (RFC 9113,
 * section 8.1.1).
 */
final class BrokenHead extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, such as {@code no :method}. */
  BrokenHead(String what) {
    super("malformed request: " + what);
  }

  /** Ordinary traffic on the open internet: its stack is not worth its price. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

package net.brim.engine.http;

import java.io.IOException;

/** An app has ended after its client was told that it took too long. */
final class LateAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  LateAnswerException() {
    super("the client was answered in its place");
  }

  /** It says all without one. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

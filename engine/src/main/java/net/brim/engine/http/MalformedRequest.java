package net.brim.engine.http;

import java.io.IOException;
import net.brim.api.Status;

/**
 * A request that cannot be read in one way only, or that is beyond a limit: answered, then the
 * connection ends.
 */
public final class MalformedRequest extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  /** Answers with {@code status}, and with {@code reason} as its text. */
  public MalformedRequest(Status status, String reason) {
    super(reason);
    this.status = status;
  }

  /** A request that breaks a rule: 400, with {@code reason} as its text. */
  public static MalformedRequest malformed(String reason) {
    return new MalformedRequest(Status.BAD_REQUEST, reason);
  }

  /** A head or a body that did not come in time. */
  public static MalformedRequest late(String part) {
    return new MalformedRequest(Status.REQUEST_TIMEOUT, "The request " + part + " is late.");
  }

  /** A body beyond that limit. */
  public static MalformedRequest tooLong(long limit) {
    return new MalformedRequest(
        Status.CONTENT_TOO_LARGE, "The request body is longer than " + limit + " bytes.");
  }

  /** The answer to give. */
  public Status status() {
    return status;
  }

  /** Ordinary traffic on the open internet: its stack is not worth its price. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

package net.brim.api;

import java.time.Duration;
import java.util.Collection;

/**
 * A response as an exception: thrown anywhere in an app, it becomes the answer; {@link #response()}
 * is there to return it.
 *
 * <p>{@link Success}, {@link Redirection}, {@link ClientError} and {@link ServerError} have a class
 * for each status, so that {@code throw new NotFound()} says what is meant, and {@code catch} takes
 * one status, a family, or all.
 */
public class HttpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Response response;

  /** Answers with that status and a plain text body. */
  public HttpException(Status status, String text) {
    this(Response.of(status).text("text/plain; charset=utf-8", text));
  }

  /**
   * Answers with that status and its code and reason as a plain text body, or without a body where
   * the status has none.
   */
  public HttpException(Status status) {
    this(standard(status));
  }

  /** Answers with that response. */
  @SuppressWarnings("this-escape") // only the constant parts of RuntimeException are reached
  public HttpException(Response response) {
    // An answer, not a fault: no stack trace is looked at, so none is paid for.
    super(response.status().toString(), null, false, false);
    this.response = response;
  }

  /** The answer. */
  public Response response() {
    return response;
  }

  /** The answer where an app says no more than the status. */
  static Response standard(Status status) {
    Response response = Response.of(status);
    return status.hasBody() ? response.text("text/plain; charset=utf-8", status + "\n") : response;
  }

  static Status within(int first, int last, Status status) {
    if (status.code() < first || status.code() > last) {
      throw new IllegalArgumentException(
          "status %s is not from %d to %d".formatted(status, first, last));
    }
    return status;
  }

  static Response retryAfter(Status status, Duration time) {
    long seconds = Math.max(0, time.plusNanos(999_999_999).toSeconds());
    return standard(status).header("Retry-After", Long.toString(seconds));
  }

  static String listOfTokens(Collection<String> tokens) {
    for (String token : tokens) {
      if (!Tokens.isToken(token)) {
        throw new IllegalArgumentException("method '" + token + "' is not a token");
      }
    }
    return String.join(", ", tokens);
  }
}

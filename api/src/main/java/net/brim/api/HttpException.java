package net.brim.api;

/** A response as an exception: thrown anywhere in an app, it becomes the answer. */
public class HttpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Response response;

  /** Answers with that status and a plain text body. */
  public HttpException(Status status, String text) {
    this(Response.of(status).text("text/plain; charset=utf-8", text));
  }

  /** Answers with that status and its code and reason as a plain text body. */
  public HttpException(Status status) {
    this(status, status + "\n");
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
}

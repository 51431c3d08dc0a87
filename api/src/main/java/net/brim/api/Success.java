package net.brim.api;

/** The request was received, understood and accepted: 200 to 299 (RFC 9110, section 15.3). */
@SuppressWarnings("serial") // the version of each is that of Brim
public class Success extends HttpException {

  /**
   * Answers with that status and its standard text.
   *
   * @throws IllegalArgumentException where its code is not from 200 to 299
   */
  public Success(Status status) {
    super(within(200, 299, status));
  }

  /** Answers with that status and a plain text body. */
  public Success(Status status, String text) {
    super(within(200, 299, status), text);
  }

  /** Answers with that response, with that status in place of its own. */
  public Success(Status status, Response response) {
    super(response.status(within(200, 299, status)));
  }

  /** 200. */
  public static class Ok extends Success {

    public Ok() {
      super(Status.OK);
    }

    public Ok(String text) {
      super(Status.OK, text);
    }

    public Ok(Response response) {
      super(Status.OK, response);
    }
  }

  /** 201: the request made something. */
  public static class Created extends Success {

    public Created() {
      super(Status.CREATED);
    }

    /**
     * With {@code Location}.
     *
     * @param location of what was made; what cannot stand in a URI is percent-encoded
     */
    public Created(String location) {
      super(
          Status.CREATED,
          standard(Status.CREATED).header("Location", PercentEncoding.uri(location)));
    }

    public Created(Response response) {
      super(Status.CREATED, response);
    }
  }

  /** 202: the request will be acted on later. */
  public static class Accepted extends Success {

    public Accepted() {
      super(Status.ACCEPTED);
    }

    public Accepted(String text) {
      super(Status.ACCEPTED, text);
    }

    public Accepted(Response response) {
      super(Status.ACCEPTED, response);
    }
  }

  /** 203: a proxy has changed the response. */
  public static class NonAuthoritativeInformation extends Success {

    public NonAuthoritativeInformation() {
      super(Status.NON_AUTHORITATIVE_INFORMATION);
    }

    public NonAuthoritativeInformation(String text) {
      super(Status.NON_AUTHORITATIVE_INFORMATION, text);
    }

    public NonAuthoritativeInformation(Response response) {
      super(Status.NON_AUTHORITATIVE_INFORMATION, response);
    }
  }

  /** 204: there is nothing to send. */
  public static class NoContent extends Success {

    public NoContent() {
      super(Status.NO_CONTENT);
    }

    public NoContent(Response response) {
      super(Status.NO_CONTENT, response);
    }
  }

  /** 205: the client should reset the form that it sent. */
  public static class ResetContent extends Success {

    public ResetContent() {
      super(Status.RESET_CONTENT);
    }

    public ResetContent(Response response) {
      super(Status.RESET_CONTENT, response);
    }
  }

  /** 206: a part of the whole; {@link Ranges} makes it. */
  public static class PartialContent extends Success {

    public PartialContent() {
      super(Status.PARTIAL_CONTENT);
    }

    public PartialContent(String text) {
      super(Status.PARTIAL_CONTENT, text);
    }

    public PartialContent(Response response) {
      super(Status.PARTIAL_CONTENT, response);
    }
  }

  /** 207: several statuses, in the body (RFC 4918). */
  public static class MultiStatus extends Success {

    public MultiStatus() {
      super(Status.MULTI_STATUS);
    }

    public MultiStatus(String text) {
      super(Status.MULTI_STATUS, text);
    }

    public MultiStatus(Response response) {
      super(Status.MULTI_STATUS, response);
    }
  }

  /** 208: told of before in the same response (RFC 5842). */
  public static class AlreadyReported extends Success {

    public AlreadyReported() {
      super(Status.ALREADY_REPORTED);
    }

    public AlreadyReported(String text) {
      super(Status.ALREADY_REPORTED, text);
    }

    public AlreadyReported(Response response) {
      super(Status.ALREADY_REPORTED, response);
    }
  }

  /** 226: the outcome of instance manipulations (RFC 3229). */
  public static class ImUsed extends Success {

    public ImUsed() {
      super(Status.IM_USED);
    }

    public ImUsed(String text) {
      super(Status.IM_USED, text);
    }

    public ImUsed(Response response) {
      super(Status.IM_USED, response);
    }
  }
}

package net.brim.api;

import java.time.Duration;
import java.util.Collection;

/**
 * The client is at fault: 400 to 499 (RFC 9110, section 15.5).
 *
 * <p>A long list, one entry a status: {@code throw new NotFound()}, {@code throw new NotFound("No
 * such user.\n")}, or with a response that has its own fields and body.
 */
@SuppressWarnings("serial") // the version of each is that of Brim
public class ClientError extends HttpError {

  /**
   * Answers with that status and its standard text.
   *
   * @throws IllegalArgumentException where its code is not from 400 to 499
   */
  public ClientError(Status status) {
    super(within(400, 499, status));
  }

  /** Answers with that status and a plain text body. */
  public ClientError(Status status, String text) {
    super(within(400, 499, status), text);
  }

  /** Answers with that response, with that status in place of its own. */
  public ClientError(Status status, Response response) {
    super(response.status(within(400, 499, status)));
  }

  /** 400: the request makes no sense. */
  public static class BadRequest extends ClientError {

    public BadRequest() {
      super(Status.BAD_REQUEST);
    }

    public BadRequest(String text) {
      super(Status.BAD_REQUEST, text);
    }

    public BadRequest(Response response) {
      super(Status.BAD_REQUEST, response);
    }
  }

  /** 401: the client has to say who it is. */
  public static class Unauthorized extends ClientError {

    /**
     * With {@code WWW-Authenticate}.
     *
     * @param challenge such as {@code Basic realm="x"}; {@link Tokens#quoted} quotes a realm
     */
    public Unauthorized(String challenge) {
      super(
          Status.UNAUTHORIZED, standard(Status.UNAUTHORIZED).header("WWW-Authenticate", challenge));
    }

    public Unauthorized(Response response) {
      super(Status.UNAUTHORIZED, response);
    }

    /** With a challenge for Basic authentication (RFC 7617) in that realm. */
    public static Unauthorized basic(String realm) {
      return new Unauthorized("Basic realm=" + Tokens.quoted(realm) + ", charset=\"UTF-8\"");
    }
  }

  /** 402: reserved. */
  public static class PaymentRequired extends ClientError {

    public PaymentRequired() {
      super(Status.PAYMENT_REQUIRED);
    }

    public PaymentRequired(String text) {
      super(Status.PAYMENT_REQUIRED, text);
    }

    public PaymentRequired(Response response) {
      super(Status.PAYMENT_REQUIRED, response);
    }
  }

  /** 403: not for this client. */
  public static class Forbidden extends ClientError {

    public Forbidden() {
      super(Status.FORBIDDEN);
    }

    public Forbidden(String text) {
      super(Status.FORBIDDEN, text);
    }

    public Forbidden(Response response) {
      super(Status.FORBIDDEN, response);
    }
  }

  /** 404: there is nothing there, or nothing that may be told of. */
  public static class NotFound extends ClientError {

    public NotFound() {
      super(Status.NOT_FOUND);
    }

    public NotFound(String text) {
      super(Status.NOT_FOUND, text);
    }

    public NotFound(Response response) {
      super(Status.NOT_FOUND, response);
    }
  }

  /** 405: what is there has no such method. */
  public static class MethodNotAllowed extends ClientError {

    /**
     * With {@code Allow}.
     *
     * @param allowed the methods that it has, such as {@code GET}; may be empty
     * @throws IllegalArgumentException where one of them is not a token
     */
    public MethodNotAllowed(Collection<String> allowed) {
      super(
          Status.METHOD_NOT_ALLOWED,
          standard(Status.METHOD_NOT_ALLOWED).header("Allow", listOfTokens(allowed)));
    }

    public MethodNotAllowed(Response response) {
      super(Status.METHOD_NOT_ALLOWED, response);
    }
  }

  /** 406: not to be had in a form that the client accepts. */
  public static class NotAcceptable extends ClientError {

    public NotAcceptable() {
      super(Status.NOT_ACCEPTABLE);
    }

    public NotAcceptable(String text) {
      super(Status.NOT_ACCEPTABLE, text);
    }

    public NotAcceptable(Response response) {
      super(Status.NOT_ACCEPTABLE, response);
    }
  }

  /** 407: the client has to say to the proxy who it is. */
  public static class ProxyAuthenticationRequired extends ClientError {

    /**
     * With {@code Proxy-Authenticate}.
     *
     * @param challenge such as {@code Basic realm="x"}; {@link Tokens#quoted} quotes a realm
     */
    public ProxyAuthenticationRequired(String challenge) {
      super(
          Status.PROXY_AUTHENTICATION_REQUIRED,
          standard(Status.PROXY_AUTHENTICATION_REQUIRED).header("Proxy-Authenticate", challenge));
    }

    public ProxyAuthenticationRequired(Response response) {
      super(Status.PROXY_AUTHENTICATION_REQUIRED, response);
    }
  }

  /** 408: the request took too long to arrive. */
  public static class RequestTimeout extends ClientError {

    public RequestTimeout() {
      super(Status.REQUEST_TIMEOUT);
    }

    public RequestTimeout(String text) {
      super(Status.REQUEST_TIMEOUT, text);
    }

    public RequestTimeout(Response response) {
      super(Status.REQUEST_TIMEOUT, response);
    }
  }

  /** 409: not in the state that it is in. */
  public static class Conflict extends ClientError {

    public Conflict() {
      super(Status.CONFLICT);
    }

    public Conflict(String text) {
      super(Status.CONFLICT, text);
    }

    public Conflict(Response response) {
      super(Status.CONFLICT, response);
    }
  }

  /** 410: it was there and will not come back. */
  public static class Gone extends ClientError {

    public Gone() {
      super(Status.GONE);
    }

    public Gone(String text) {
      super(Status.GONE, text);
    }

    public Gone(Response response) {
      super(Status.GONE, response);
    }
  }

  /** 411: not without {@code Content-Length}. */
  public static class LengthRequired extends ClientError {

    public LengthRequired() {
      super(Status.LENGTH_REQUIRED);
    }

    public LengthRequired(String text) {
      super(Status.LENGTH_REQUIRED, text);
    }

    public LengthRequired(Response response) {
      super(Status.LENGTH_REQUIRED, response);
    }
  }

  /** 412: a condition does not hold; {@link Validators} makes it. */
  public static class PreconditionFailed extends ClientError {

    public PreconditionFailed() {
      super(Status.PRECONDITION_FAILED);
    }

    public PreconditionFailed(String text) {
      super(Status.PRECONDITION_FAILED, text);
    }

    public PreconditionFailed(Response response) {
      super(Status.PRECONDITION_FAILED, response);
    }
  }

  /** 413: the body is too long. */
  public static class ContentTooLarge extends ClientError {

    public ContentTooLarge() {
      super(Status.CONTENT_TOO_LARGE);
    }

    public ContentTooLarge(String text) {
      super(Status.CONTENT_TOO_LARGE, text);
    }

    public ContentTooLarge(Response response) {
      super(Status.CONTENT_TOO_LARGE, response);
    }
  }

  /** 414: the target is too long. */
  public static class UriTooLong extends ClientError {

    public UriTooLong() {
      super(Status.URI_TOO_LONG);
    }

    public UriTooLong(String text) {
      super(Status.URI_TOO_LONG, text);
    }

    public UriTooLong(Response response) {
      super(Status.URI_TOO_LONG, response);
    }
  }

  /** 415: the body is not of a kind that is understood. */
  public static class UnsupportedMediaType extends ClientError {

    public UnsupportedMediaType() {
      super(Status.UNSUPPORTED_MEDIA_TYPE);
    }

    public UnsupportedMediaType(String text) {
      super(Status.UNSUPPORTED_MEDIA_TYPE, text);
    }

    public UnsupportedMediaType(Response response) {
      super(Status.UNSUPPORTED_MEDIA_TYPE, response);
    }
  }

  /** 416: no such part; {@link Ranges} makes it. */
  public static class RangeNotSatisfiable extends ClientError {

    /**
     * With {@code Content-Range}.
     *
     * @param length of the whole, in bytes
     */
    public RangeNotSatisfiable(long length) {
      super(
          Status.RANGE_NOT_SATISFIABLE,
          standard(Status.RANGE_NOT_SATISFIABLE).header("Content-Range", "bytes */" + length));
    }

    public RangeNotSatisfiable(Response response) {
      super(Status.RANGE_NOT_SATISFIABLE, response);
    }
  }

  /** 417: what {@code Expect} asks for cannot be had. */
  public static class ExpectationFailed extends ClientError {

    public ExpectationFailed() {
      super(Status.EXPECTATION_FAILED);
    }

    public ExpectationFailed(String text) {
      super(Status.EXPECTATION_FAILED, text);
    }

    public ExpectationFailed(Response response) {
      super(Status.EXPECTATION_FAILED, response);
    }
  }

  /** 421: this server does not answer for that host. */
  public static class MisdirectedRequest extends ClientError {

    public MisdirectedRequest() {
      super(Status.MISDIRECTED_REQUEST);
    }

    public MisdirectedRequest(String text) {
      super(Status.MISDIRECTED_REQUEST, text);
    }

    public MisdirectedRequest(Response response) {
      super(Status.MISDIRECTED_REQUEST, response);
    }
  }

  /** 422: well-formed, and yet it cannot be done. */
  public static class UnprocessableContent extends ClientError {

    public UnprocessableContent() {
      super(Status.UNPROCESSABLE_CONTENT);
    }

    public UnprocessableContent(String text) {
      super(Status.UNPROCESSABLE_CONTENT, text);
    }

    public UnprocessableContent(Response response) {
      super(Status.UNPROCESSABLE_CONTENT, response);
    }
  }

  /** 423: somebody has it locked (RFC 4918). */
  public static class Locked extends ClientError {

    public Locked() {
      super(Status.LOCKED);
    }

    public Locked(String text) {
      super(Status.LOCKED, text);
    }

    public Locked(Response response) {
      super(Status.LOCKED, response);
    }
  }

  /** 424: something else that it needed has failed (RFC 4918). */
  public static class FailedDependency extends ClientError {

    public FailedDependency() {
      super(Status.FAILED_DEPENDENCY);
    }

    public FailedDependency(String text) {
      super(Status.FAILED_DEPENDENCY, text);
    }

    public FailedDependency(Response response) {
      super(Status.FAILED_DEPENDENCY, response);
    }
  }

  /** 425: it might be a replay (RFC 8470). */
  public static class TooEarly extends ClientError {

    public TooEarly() {
      super(Status.TOO_EARLY);
    }

    public TooEarly(String text) {
      super(Status.TOO_EARLY, text);
    }

    public TooEarly(Response response) {
      super(Status.TOO_EARLY, response);
    }
  }

  /** 426: only with another protocol. */
  public static class UpgradeRequired extends ClientError {

    /**
     * With {@code Upgrade}.
     *
     * @param protocol such as {@code websocket}
     */
    public UpgradeRequired(String protocol) {
      super(Status.UPGRADE_REQUIRED, standard(Status.UPGRADE_REQUIRED).header("Upgrade", protocol));
    }

    public UpgradeRequired(Response response) {
      super(Status.UPGRADE_REQUIRED, response);
    }
  }

  /** 428: not without a condition such as {@code If-Match} (RFC 6585). */
  public static class PreconditionRequired extends ClientError {

    public PreconditionRequired() {
      super(Status.PRECONDITION_REQUIRED);
    }

    public PreconditionRequired(String text) {
      super(Status.PRECONDITION_REQUIRED, text);
    }

    public PreconditionRequired(Response response) {
      super(Status.PRECONDITION_REQUIRED, response);
    }
  }

  /** 429: too many from this client (RFC 6585). */
  public static class TooManyRequests extends ClientError {

    public TooManyRequests() {
      super(Status.TOO_MANY_REQUESTS);
    }

    public TooManyRequests(String text) {
      super(Status.TOO_MANY_REQUESTS, text);
    }

    /** With {@code Retry-After}, in whole seconds, rounded up. */
    public TooManyRequests(Duration retryAfter) {
      super(Status.TOO_MANY_REQUESTS, retryAfter(Status.TOO_MANY_REQUESTS, retryAfter));
    }

    public TooManyRequests(Response response) {
      super(Status.TOO_MANY_REQUESTS, response);
    }
  }

  /** 431: the header fields are too long (RFC 6585). */
  public static class HeaderFieldsTooLarge extends ClientError {

    public HeaderFieldsTooLarge() {
      super(Status.HEADER_FIELDS_TOO_LARGE);
    }

    public HeaderFieldsTooLarge(String text) {
      super(Status.HEADER_FIELDS_TOO_LARGE, text);
    }

    public HeaderFieldsTooLarge(Response response) {
      super(Status.HEADER_FIELDS_TOO_LARGE, response);
    }
  }

  /** 451: the law forbids it (RFC 7725). */
  public static class UnavailableForLegalReasons extends ClientError {

    public UnavailableForLegalReasons() {
      super(Status.UNAVAILABLE_FOR_LEGAL_REASONS);
    }

    public UnavailableForLegalReasons(String text) {
      super(Status.UNAVAILABLE_FOR_LEGAL_REASONS, text);
    }

    public UnavailableForLegalReasons(Response response) {
      super(Status.UNAVAILABLE_FOR_LEGAL_REASONS, response);
    }
  }
}

package net.brim.api;

import java.time.Duration;

/** The server is at fault: 500 to 599 (RFC 9110, section 15.6). */
@SuppressWarnings("serial") // the version of each is that of Brim
public class ServerError extends HttpError {

  /**
   * Answers with that status and its standard text.
   *
   * @throws IllegalArgumentException where its code is not from 500 to 599
   */
  public ServerError(Status status) {
    super(within(500, 599, status));
  }

  /** Answers with that status and a plain text body. */
  public ServerError(Status status, String text) {
    super(within(500, 599, status), text);
  }

  /** Answers with that response, with that status in place of its own. */
  public ServerError(Status status, Response response) {
    super(response.status(within(500, 599, status)));
  }

  /** 500: something went wrong; nothing of it is logged. */
  public static class InternalServerError extends ServerError {

    public InternalServerError() {
      super(Status.INTERNAL_SERVER_ERROR);
    }

    public InternalServerError(String text) {
      super(Status.INTERNAL_SERVER_ERROR, text);
    }

    public InternalServerError(Response response) {
      super(Status.INTERNAL_SERVER_ERROR, response);
    }
  }

  /** 501: no such method here at all. */
  public static class NotImplemented extends ServerError {

    public NotImplemented() {
      super(Status.NOT_IMPLEMENTED);
    }

    public NotImplemented(String text) {
      super(Status.NOT_IMPLEMENTED, text);
    }

    public NotImplemented(Response response) {
      super(Status.NOT_IMPLEMENTED, response);
    }
  }

  /** 502: another server behind this one answered nonsense. */
  public static class BadGateway extends ServerError {

    public BadGateway() {
      super(Status.BAD_GATEWAY);
    }

    public BadGateway(String text) {
      super(Status.BAD_GATEWAY, text);
    }

    public BadGateway(Response response) {
      super(Status.BAD_GATEWAY, response);
    }
  }

  /** 503: not now. */
  public static class ServiceUnavailable extends ServerError {

    public ServiceUnavailable() {
      super(Status.SERVICE_UNAVAILABLE);
    }

    public ServiceUnavailable(String text) {
      super(Status.SERVICE_UNAVAILABLE, text);
    }

    /** With {@code Retry-After}, in whole seconds, rounded up. */
    public ServiceUnavailable(Duration retryAfter) {
      super(Status.SERVICE_UNAVAILABLE, retryAfter(Status.SERVICE_UNAVAILABLE, retryAfter));
    }

    public ServiceUnavailable(Response response) {
      super(Status.SERVICE_UNAVAILABLE, response);
    }
  }

  /** 504: another server behind this one did not answer in time. */
  public static class GatewayTimeout extends ServerError {

    public GatewayTimeout() {
      super(Status.GATEWAY_TIMEOUT);
    }

    public GatewayTimeout(String text) {
      super(Status.GATEWAY_TIMEOUT, text);
    }

    public GatewayTimeout(Response response) {
      super(Status.GATEWAY_TIMEOUT, response);
    }
  }

  /** 505: not this version of HTTP. */
  public static class HttpVersionNotSupported extends ServerError {

    public HttpVersionNotSupported() {
      super(Status.HTTP_VERSION_NOT_SUPPORTED);
    }

    public HttpVersionNotSupported(String text) {
      super(Status.HTTP_VERSION_NOT_SUPPORTED, text);
    }

    public HttpVersionNotSupported(Response response) {
      super(Status.HTTP_VERSION_NOT_SUPPORTED, response);
    }
  }

  /** 506: choosing a variant goes round in a circle (RFC 2295). */
  public static class VariantAlsoNegotiates extends ServerError {

    public VariantAlsoNegotiates() {
      super(Status.VARIANT_ALSO_NEGOTIATES);
    }

    public VariantAlsoNegotiates(String text) {
      super(Status.VARIANT_ALSO_NEGOTIATES, text);
    }

    public VariantAlsoNegotiates(Response response) {
      super(Status.VARIANT_ALSO_NEGOTIATES, response);
    }
  }

  /** 507: there is no room for it (RFC 4918). */
  public static class InsufficientStorage extends ServerError {

    public InsufficientStorage() {
      super(Status.INSUFFICIENT_STORAGE);
    }

    public InsufficientStorage(String text) {
      super(Status.INSUFFICIENT_STORAGE, text);
    }

    public InsufficientStorage(Response response) {
      super(Status.INSUFFICIENT_STORAGE, response);
    }
  }

  /** 508: the request goes round in a circle (RFC 5842). */
  public static class LoopDetected extends ServerError {

    public LoopDetected() {
      super(Status.LOOP_DETECTED);
    }

    public LoopDetected(String text) {
      super(Status.LOOP_DETECTED, text);
    }

    public LoopDetected(Response response) {
      super(Status.LOOP_DETECTED, response);
    }
  }

  /** 510: the request needs an extension (RFC 2774). */
  public static class NotExtended extends ServerError {

    public NotExtended() {
      super(Status.NOT_EXTENDED);
    }

    public NotExtended(String text) {
      super(Status.NOT_EXTENDED, text);
    }

    public NotExtended(Response response) {
      super(Status.NOT_EXTENDED, response);
    }
  }

  /** 511: the network wants to know who it is (RFC 6585). */
  public static class NetworkAuthenticationRequired extends ServerError {

    public NetworkAuthenticationRequired() {
      super(Status.NETWORK_AUTHENTICATION_REQUIRED);
    }

    public NetworkAuthenticationRequired(String text) {
      super(Status.NETWORK_AUTHENTICATION_REQUIRED, text);
    }

    public NetworkAuthenticationRequired(Response response) {
      super(Status.NETWORK_AUTHENTICATION_REQUIRED, response);
    }
  }
}

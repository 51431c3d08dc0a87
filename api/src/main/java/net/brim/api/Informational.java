package net.brim.api;

/**
 * The interim statuses, 100 to 199 (RFC 9110, section 15.2).
 *
 * <p>The server sends 100 by itself, and 101 is what {@link Request#webSocket} answers with. None
 * of them is a final answer: an app that gives another one is answered for with a 500.
 */
@SuppressWarnings("serial") // the version of each is that of Brim
public class Informational extends HttpException {

  /**
   * Answers with that status and its standard text.
   *
   * @throws IllegalArgumentException where its code is not from 100 to 199
   */
  public Informational(Status status) {
    super(within(100, 199, status));
  }

  /** Answers with that status and a plain text body. */
  public Informational(Status status, String text) {
    super(within(100, 199, status), text);
  }

  /** Answers with that response, with that status in place of its own. */
  public Informational(Status status, Response response) {
    super(response.status(within(100, 199, status)));
  }

  /** 100: the client may send the body. */
  public static class Continue extends Informational {

    public Continue() {
      super(Status.CONTINUE);
    }

    public Continue(Response response) {
      super(Status.CONTINUE, response);
    }
  }

  /** 101: the connection goes on with another protocol. */
  public static class SwitchingProtocols extends Informational {

    public SwitchingProtocols() {
      super(Status.SWITCHING_PROTOCOLS);
    }

    public SwitchingProtocols(Response response) {
      super(Status.SWITCHING_PROTOCOLS, response);
    }
  }

  /** 102: the request is being processed (RFC 2518). */
  public static class Processing extends Informational {

    public Processing() {
      super(Status.PROCESSING);
    }

    public Processing(Response response) {
      super(Status.PROCESSING, response);
    }
  }

  /** 103: fields that the response will probably have (RFC 8297). */
  public static class EarlyHints extends Informational {

    public EarlyHints() {
      super(Status.EARLY_HINTS);
    }

    public EarlyHints(Response response) {
      super(Status.EARLY_HINTS, response);
    }
  }
}

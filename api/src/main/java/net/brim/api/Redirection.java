package net.brim.api;

/**
 * The client has to go on elsewhere: 300 to 399 (RFC 9110, section 15.4).
 *
 * <p>Where a class takes a location, that is a URI or a reference such as {@code /here?x=1}. What
 * cannot stand in a URI is percent-encoded, so that none can split the response.
 */
@SuppressWarnings("serial") // the version of each is that of Brim
public class Redirection extends HttpException {

  /**
   * Answers with that status and its standard text.
   *
   * @throws IllegalArgumentException where its code is not from 300 to 399
   */
  public Redirection(Status status) {
    super(within(300, 399, status));
  }

  /** Answers with that status and a {@code Location}. */
  public Redirection(Status status, String location) {
    super(standard(within(300, 399, status)).header("Location", PercentEncoding.uri(location)));
  }

  /** Answers with that response, with that status in place of its own. */
  public Redirection(Status status, Response response) {
    super(response.status(within(300, 399, status)));
  }

  /** 300: there are several choices, which the body lists. */
  public static class MultipleChoices extends Redirection {

    public MultipleChoices() {
      super(Status.MULTIPLE_CHOICES);
    }

    public MultipleChoices(Response response) {
      super(Status.MULTIPLE_CHOICES, response);
    }
  }

  /** 301: elsewhere for good; clients may go on with GET. */
  public static class MovedPermanently extends Redirection {

    public MovedPermanently(String location) {
      super(Status.MOVED_PERMANENTLY, location);
    }

    public MovedPermanently(Response response) {
      super(Status.MOVED_PERMANENTLY, response);
    }
  }

  /** 302: elsewhere this time; clients may go on with GET. */
  public static class Found extends Redirection {

    public Found(String location) {
      super(Status.FOUND, location);
    }

    public Found(Response response) {
      super(Status.FOUND, response);
    }
  }

  /** 303: the answer is elsewhere, to be asked for with GET. */
  public static class SeeOther extends Redirection {

    public SeeOther(String location) {
      super(Status.SEE_OTHER, location);
    }

    public SeeOther(Response response) {
      super(Status.SEE_OTHER, response);
    }
  }

  /** 304: the client has it already; {@link Validators} makes it. */
  public static class NotModified extends Redirection {

    public NotModified() {
      super(Status.NOT_MODIFIED);
    }

    public NotModified(Response response) {
      super(Status.NOT_MODIFIED, response);
    }
  }

  /** 305: only by that proxy; deprecated, and clients ignore it. */
  public static class UseProxy extends Redirection {

    public UseProxy(String location) {
      super(Status.USE_PROXY, location);
    }

    public UseProxy(Response response) {
      super(Status.USE_PROXY, response);
    }
  }

  /** 307: elsewhere this time, with the same method. */
  public static class TemporaryRedirect extends Redirection {

    public TemporaryRedirect(String location) {
      super(Status.TEMPORARY_REDIRECT, location);
    }

    public TemporaryRedirect(Response response) {
      super(Status.TEMPORARY_REDIRECT, response);
    }
  }

  /** 308: elsewhere for good, with the same method. */
  public static class PermanentRedirect extends Redirection {

    public PermanentRedirect(String location) {
      super(Status.PERMANENT_REDIRECT, location);
    }

    public PermanentRedirect(Response response) {
      super(Status.PERMANENT_REDIRECT, response);
    }
  }
}

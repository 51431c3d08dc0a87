package net.brim.api;

/** A request that an app makes within the server, to the whole pipeline or to a part of it. */
public interface SubRequest {

  /** Sets a header field, instead of any of that name. */
  SubRequest header(String name, String value);

  /** Sets the body; {@code Content-Length} follows from it. */
  SubRequest body(byte[] body);

  /**
   * Names the app that asks, for the request log; also the {@code User-Agent} unless that was set.
   */
  SubRequest source(String source);

  /** Sends it to the first app of the pipeline and waits for the response. */
  Response send() throws Exception;

  /** Sends it to {@code app}, such as the asking app's next one, and waits for the response. */
  Response send(HttpApp app) throws Exception;
}

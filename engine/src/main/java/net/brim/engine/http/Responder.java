package net.brim.engine.http;

import java.io.IOException;
import net.brim.api.Response;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a protocol sends the response to the request that it has read. */
public interface Responder {

  /**
   * Sends a response whole.
   *
   * @throws ClientGoneException where the client has left
   * @throws TimeoutException where it stopped reading
   * @throws IOException any other, or a RuntimeException, where the body could not be made
   */
  void send(Response response) throws IOException;

  /** Sends the answer to a request that cannot be served; no other follows on its connection. */
  void refuse(Response response) throws IOException;

  /** Whether the client may have seen the head of the response. */
  boolean begun();

  /** How many bytes of the response's body were sent. */
  long bytesOut();

  /** How many bytes came for what the response has made of the connection, such as a WebSocket. */
  default long bytesIn() {
    return 0;
  }

  /** Ends a response that has begun, so that the client cannot take it for the whole. */
  void breakOff();

  /**
   * What keeps the rest of the request from being read, whatever the app made of it; null where
   * nothing does.
   */
  @Nullable IOException requestFailure();
}

package net.brim.engine.http;

import java.io.IOException;

/** What a client and an app do with the connection of a request once its response has begun. */
public interface Conversation {

  /**
   * Goes on until both are done; afterwards nobody reads or writes here.
   *
   * @throws net.brim.engine.hub.ClientGoneException where the client left
   * @throws net.brim.engine.hub.TimeoutException where it was silent for too long
   * @throws BodyFailedException where the app failed
   */
  void serve() throws IOException;

  /** How many bytes came, without framing; of use when it is over. */
  long bytesRead();

  /** How many bytes went out, without framing; of use when it is over. */
  long bytesSent();
}

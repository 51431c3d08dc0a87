package net.brim.server.worker;

import java.io.IOException;
import net.brim.api.ConfException;
import net.brim.engine.HttpServer;
import net.brim.server.config.HttpSubserver;

/** What a server answers before it has clients: where it cannot, it is not to have any. */
final class WarmUp {

  private static final int SERVER_ERROR = 500;

  private WarmUp() {}

  /**
   * Has the server answer what its section says, if anything.
   *
   * @throws ConfException where it answers with an error of its own, or not at all
   */
  static HttpServer done(HttpServer server, HttpSubserver subserver) {
    String target = subserver.warmup();
    if (target != null) {
      try {
        check(server.warmUp(target), subserver);
      } catch (IOException e) {
        throw new ConfException(
            "[%s] warmup = %s: there was no response: %s"
                .formatted(subserver.section(), target, e.getMessage()));
      }
    }
    return server;
  }

  private static void check(int status, HttpSubserver subserver) {
    if (status >= SERVER_ERROR) {
      throw new ConfException(
          "[%s] warmup = %s: the response was %d, expected one below %d"
              .formatted(subserver.section(), subserver.warmup(), status, SERVER_ERROR));
    }
  }
}

package net.brim.engine.http1;

import java.io.IOException;
import net.brim.engine.http.HttpContext;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 and HTTP/1.0 over a connection of their own. */
public final class Http1 implements Protocol {

  private final HttpContext context;
  private final @Nullable Protocol http2;

  /**
   * The protocol of one server.
   *
   * @param http2 serves a connection that speaks HTTP/2, by its handshake or its first bytes, of
   *     which nothing is taken; null where nobody may
   */
  public Http1(HttpContext context, @Nullable Protocol http2) {
    this.context = context;
    this.http2 = http2;
  }

  @Override
  public boolean answersRefusals() {
    return true;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new Http1Connection(context, connection, http2).serve(connection);
  }
}

package net.brim.engine.http1;

import java.io.IOException;
import net.brim.engine.http.HttpContext;
import net.brim.engine.hub.Connection;

/** HTTP/1.1 and HTTP/1.0 over a connection of their own. */
public final class Http1 implements Connection.Protocol {

  private final HttpContext context;

  /** The protocol of one server. */
  public Http1(HttpContext context) {
    this.context = context;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new Http1Connection(context, connection).serve(connection);
  }
}

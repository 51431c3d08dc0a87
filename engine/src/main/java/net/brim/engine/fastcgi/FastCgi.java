package net.brim.engine.fastcgi;

import java.io.IOException;
import net.brim.engine.http.HttpContext;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;

/** FastCGI in the role of a responder: requests from a web server, one after the other. */
public final class FastCgi implements Protocol {

  private final HttpContext context;

  /** The protocol of one server. */
  public FastCgi(HttpContext context) {
    this.context = context;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new FastCgiConnection(context, connection).run();
  }
}

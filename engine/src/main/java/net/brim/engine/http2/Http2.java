package net.brim.engine.http2;

import java.io.IOException;
import net.brim.engine.http.HttpContext;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;

/**
 * HTTP/2 over a connection of its own, which begins with the preface of HTTP/2, read or not (RFC
 * 9113, section 3.4).
 */
public final class Http2 implements Protocol {

  private final HttpContext context;

  /** The protocol of one server. */
  public Http2(HttpContext context) {
    this.context = context;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    connection.handOver(new Http2Connection(context, connection));
  }
}

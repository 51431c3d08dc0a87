package net.brim.engine;

import net.brim.engine.fastcgi.FastCgi;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http1.Http1;
import net.brim.engine.hub.Connection;
import net.brim.engine.scgi.Scgi;

/** What an {@link HttpServer} speaks on its sockets. */
public enum WireProtocol {
  /** HTTP/1.1 and HTTP/1.0, to clients of all kinds. */
  HTTP,
  /** SCGI, to a web server before us. */
  SCGI,
  /** FastCGI, to a web server before us. */
  FASTCGI;

  Connection.Protocol of(HttpContext context) {
    // No switch: it would cost each start a class of its own.
    if (this == SCGI) {
      return new Scgi(context);
    }
    return this == FASTCGI ? new FastCgi(context) : new Http1(context);
  }
}

package net.brim.engine.http;

/** What a server speaks on its sockets. */
public enum WireProtocol {
  /** HTTP, to clients of all kinds. */
  HTTP,
  /** SCGI, to a web server before us. */
  SCGI,
  /** FastCGI, to a web server before us. */
  FASTCGI
}

package net.brim.engine.http;

/** Which connections of a server may speak HTTP/2. */
public enum Http2Use {
  /** None. */
  NEVER,

  /** Those with TLS whose client asks for it (ALPN, RFC 7301). */
  WITH_TLS,

  /**
   * Those, and any without TLS whose client begins with HTTP/2 because it knows that it may (RFC
   * 9113, section 3.3).
   */
  ALWAYS
}

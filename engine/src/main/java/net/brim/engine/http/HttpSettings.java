package net.brim.engine.http;

import java.time.Duration;

/**
 * The limits and timeouts of an HTTP server.
 *
 * @param maxRequestLine in bytes, without its CRLF; 414 above
 * @param maxHeaderSize in bytes, all header fields together with their CRLFs; 431 above
 * @param maxHeaders number of header fields; 431 above
 * @param maxBodySize in bytes; 413 above
 * @param timeout how long a read of a body or a write may make no progress
 * @param keepaliveTimeout how long a connection may be idle between requests
 * @param headerTimeout how long a whole head may take from its first byte; 408 above
 * @param maxConnections open at once; more wait in the accept queue
 * @param nodelay whether {@code TCP_NODELAY} is set
 * @param serverName the host name for requests that bring none
 * @param serverHeader the value of the {@code Server} field; empty for none
 * @param http2 which connections may speak HTTP/2
 * @param http2Streams requests of one HTTP/2 connection at once, from 1 to 10000
 */
public record HttpSettings(
    int maxRequestLine,
    int maxHeaderSize,
    int maxHeaders,
    long maxBodySize,
    Duration timeout,
    Duration keepaliveTimeout,
    Duration headerTimeout,
    int maxConnections,
    boolean nodelay,
    String serverName,
    String serverHeader,
    Http2Use http2,
    int http2Streams) {

  private static final int USUAL_STREAMS = 100;
  private static final int MOST_STREAMS = 10_000;

  /** What a server has that was told nothing. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          8 * 1024,
          32 * 1024,
          100,
          Long.MAX_VALUE,
          Duration.ofSeconds(60),
          Duration.ofSeconds(75),
          Duration.ofSeconds(15),
          1024,
          true,
          "localhost",
          "Brim");

  /** Those of a server that was told nothing of HTTP/2. */
  public HttpSettings(
      int maxRequestLine,
      int maxHeaderSize,
      int maxHeaders,
      long maxBodySize,
      Duration timeout,
      Duration keepaliveTimeout,
      Duration headerTimeout,
      int maxConnections,
      boolean nodelay,
      String serverName,
      String serverHeader) {
    this(
        maxRequestLine,
        maxHeaderSize,
        maxHeaders,
        maxBodySize,
        timeout,
        keepaliveTimeout,
        headerTimeout,
        maxConnections,
        nodelay,
        serverName,
        serverHeader,
        Http2Use.WITH_TLS,
        USUAL_STREAMS);
  }

  public HttpSettings {
    atLeast("maxRequestLine", maxRequestLine, 16);
    atLeast("maxHeaderSize", maxHeaderSize, 16);
    atLeast("maxHeaders", maxHeaders, 1);
    atLeast("maxBodySize", maxBodySize, 0);
    atLeast("maxConnections", maxConnections, 1);
    atLeast("http2Streams", http2Streams, 1);
    if (http2Streams > MOST_STREAMS) {
      throw new IllegalArgumentException(
          "http2Streams is " + http2Streams + ", at most " + MOST_STREAMS);
    }
    atLeast("timeout", timeout.toMillis(), 1);
    atLeast("keepaliveTimeout", keepaliveTimeout.toMillis(), 1);
    atLeast("headerTimeout", headerTimeout.toMillis(), 1);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", at least " + least);
    }
  }
}

package net.brim.engine.http1;

import net.brim.engine.http.FixedBody;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestBody;
import net.brim.engine.http.SourceBody;
import net.brim.engine.http.Target;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request head and what it says about the rest of the message.
 *
 * @param minorVersion 0 for HTTP/1.0, 1 for HTTP/1.1 and what may follow it
 * @param contentLength of the body in bytes, 0 where there is none, -1 where it comes in chunks
 * @param keepAlive whether the client wants the connection to go on
 * @param expectContinue whether it waits for {@code 100 Continue} before it sends the body
 */
record RequestHead(
    String method,
    Target target,
    int minorVersion,
    HeadFields fields,
    long contentLength,
    boolean keepAlive,
    boolean expectContinue) {

  /**
   * The body that follows this head.
   *
   * @param invitation what the client waits for before it sends it; null for nothing
   */
  RequestBody body(
      ByteSource source, HttpSettings limits, SourceBody.@Nullable Invitation invitation) {
    return contentLength < 0
        ? new ChunkedBody(source, limits, invitation)
        : new FixedBody(source, limits, invitation, contentLength);
  }

  String protocol() {
    return minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
  }

  /** Whether the client asks for that protocol on this connection (RFC 9110, section 7.8). */
  boolean offersUpgrade(String protocol) {
    return minorVersion > 0
        && fields.hasToken("Connection", "upgrade")
        && fields.hasToken("Upgrade", protocol);
  }
}

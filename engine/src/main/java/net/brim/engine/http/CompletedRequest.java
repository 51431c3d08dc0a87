package net.brim.engine.http;

import java.net.SocketAddress;
import net.brim.api.Headers;
import net.brim.api.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request that is over, for the request log.
 *
 * @param request null where the head was malformed or never came whole
 * @param remoteAddress the peer
 * @param status the code that was sent, 499 where the client left before the response began
 * @param responseHeaders the fields that the app set
 * @param bytesIn of the body, as the app read it; of a WebSocket's messages
 * @param bytesOut of the body, without framing; of a WebSocket's messages
 * @param nanos from the first byte of the head to the last of the response
 * @param disconnected whether the client left before the response was whole
 * @param source who made a sub-request; null for a request from outside
 */
public record CompletedRequest(
    @Nullable Request request,
    SocketAddress remoteAddress,
    int status,
    Headers responseHeaders,
    long bytesIn,
    long bytesOut,
    long nanos,
    boolean disconnected,
    @Nullable String source) {

  /** Who sent it, as far as is known: behind a trusted proxy, who that says it was. */
  public SocketAddress clientAddress() {
    return request == null ? remoteAddress : request.clientAddress();
  }
}

package net.brim.api;

import java.time.Duration;
import java.util.List;

/**
 * What an app asks of its WebSockets; each method gives a changed copy.
 *
 * @param protocols the subprotocols that the app speaks, the best first; the first that the client
 *     offers too is agreed on, and none where there is no such one
 * @param maxMessageSize in bytes, 1 to 1 GiB; the socket of a client that sends more is closed with
 *     1009
 * @param pingInterval how long a client may be silent before it is pinged, 1 s to 1 day; where
 *     nothing comes within the server's {@code timeout} then, it is gone
 * @param origins whose pages may open a socket, besides those of the host that they ask; such as
 *     {@code https://example.org}, or {@code *} for all. A client that sends no {@code Origin} is
 *     no browser, and is not refused
 */
public record WebSocketOptions(
    List<String> protocols, int maxMessageSize, Duration pingInterval, List<String> origins) {

  /** No subprotocol, messages up to 1 MiB, a ping after 30 s, and pages of the same host only. */
  public static final WebSocketOptions DEFAULT =
      new WebSocketOptions(List.of(), 1024 * 1024, Duration.ofSeconds(30), List.of());

  private static final int LARGEST = 1024 * 1024 * 1024;

  public WebSocketOptions {
    protocols = List.copyOf(protocols);
    origins = List.copyOf(origins);
    for (String protocol : protocols) {
      if (!Tokens.isToken(protocol)) {
        throw new IllegalArgumentException("subprotocol '" + protocol + "' is not a token");
      }
    }
    if (maxMessageSize < 1 || maxMessageSize > LARGEST) {
      throw new IllegalArgumentException(
          "maxMessageSize is " + maxMessageSize + ", from 1 to " + LARGEST);
    }
    if (pingInterval.toMillis() < 1000 || pingInterval.toDays() > 1) {
      throw new IllegalArgumentException(
          "pingInterval is " + pingInterval + ", from 1 second to 1 day");
    }
  }

  /** With those subprotocols, the best first. */
  public WebSocketOptions protocols(String... names) {
    return new WebSocketOptions(List.of(names), maxMessageSize, pingInterval, origins);
  }

  /** With that limit, in bytes. */
  public WebSocketOptions maxMessageSize(int bytes) {
    return new WebSocketOptions(protocols, bytes, pingInterval, origins);
  }

  /** With that time between the last sign of life and a ping. */
  public WebSocketOptions pingInterval(Duration time) {
    return new WebSocketOptions(protocols, maxMessageSize, time, origins);
  }

  /** Open to pages from there too. */
  public WebSocketOptions origins(String... allowed) {
    return new WebSocketOptions(protocols, maxMessageSize, pingInterval, List.of(allowed));
  }
}

package net.brim.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One request as an app sees it, with what the server knows about it.
 *
 * <p>A request belongs to the call of {@link HttpApp#handle} that received it: it must not be used
 * after that call has returned, save by the body of the response.
 */
public interface Request {

  /** The method as sent, such as {@code GET}: case matters. */
  String method();

  /**
   * The request target as sent: path and query, as a rule; the whole URI where a client takes us
   * for a proxy, {@code *} for OPTIONS, host and port for CONNECT.
   */
  String target();

  /**
   * The path, percent-decoded once as UTF-8; it begins with a slash save for {@code *} and CONNECT.
   */
  String path();

  /**
   * The prefix under which a {@link PathDispatcher} mounted the app, such as {@code /blog}; empty
   * where the app sees the whole path. Together with {@link #path()} it is the path that the client
   * asked for, save that a bare {@code /blog} has the path {@code /} in there.
   */
  default String mountPath() {
    return "";
  }

  /** What follows the question mark in the target, as sent; null where there is none. */
  @Nullable String query();

  /** The parameters in {@link #query()}, parsed anew at each call. */
  default QueryParser parameters() {
    return QueryParser.of(query());
  }

  /** {@code HTTP/1.1}, {@code HTTP/1.0} or {@code HTTP/2.0}. */
  String protocol();

  /** {@code http} or {@code https}, as the client uses it, where a trusted proxy says that. */
  String scheme();

  /**
   * The TLS of the connection; null where it has none, or where a proxy before us has taken it off.
   */
  default @Nullable Tls tls() {
    return null;
  }

  /**
   * The host that the client asked for, with its port where it sent one: that of the target where a
   * client takes us for a proxy, else the {@code Host} field, else the server's own name.
   */
  String host();

  /** The header fields in the order of their arrival. */
  Headers headers();

  /** The length of the body in bytes: 0 where there is none, -1 where it comes in chunks. */
  long contentLength();

  /**
   * The body, empty where there is none; reading blocks until bytes arrive. A client that waits for
   * {@code 100 Continue} gets it at the first read. What is left unread never becomes the next
   * request; a thread that still reads when the response is out ends the connection.
   */
  InputStream body();

  /**
   * Reads the whole body.
   *
   * @param limit in bytes; a longer body is answered with 413
   */
  default byte[] body(int limit) throws IOException {
    byte[] bytes = body().readNBytes(limit);
    if (bytes.length == limit && body().read() >= 0) {
      throw new ClientError.ContentTooLarge("The body is longer than " + limit + " bytes.\n");
    }
    return bytes;
  }

  /** The trailer fields; empty until a chunked body has been read to its end. */
  Headers trailers();

  /**
   * The address of the peer: of the client, or of the proxy before us. On a unix socket it is a
   * {@link java.net.UnixDomainSocketAddress}, without a path as a rule.
   */
  SocketAddress remoteAddress();

  /**
   * The client, as far as is known: who a trusted proxy says it is, with port 0, or else {@link
   * #remoteAddress()}.
   */
  SocketAddress clientAddress();

  /** The address that the peer connected to; on a unix socket its path. */
  SocketAddress localAddress();

  /** The authenticated user for the request log; null until an app has set it. */
  @Nullable String user();

  /** Sets the authenticated user for the request log. */
  void user(String user);

  /** The server that runs this app. */
  Server server();

  /** When the head of this request had arrived. */
  Instant start();

  /**
   * A logger; each line that the thread of this request logs, by this or any other, carries {@link
   * #txn()}.
   */
  Logger logger();

  /**
   * The transaction id: the request's {@code X-Txn} where that is a plain token, else 32 random hex
   * digits.
   */
  String txn();

  /**
   * Words that the request log adds at the end of this request's line; best begun with one that
   * names the app.
   */
  List<String> logInfo();

  /** The statistics of this worker. */
  Stats stats();

  /** The JSON codec that the configuration names. */
  JsonCodec json();

  /**
   * Prepares a request of the app's own, with this one's transaction id, this one's path as {@code
   * Referer} and without a body.
   *
   * @param target a path with an optional query, such as {@code /new/path?x=1}
   */
  SubRequest subRequest(String method, String target);

  /**
   * Whether the client asks to go on with another protocol, such as {@code websocket}, and this
   * connection can: never so for HTTP/1.0, behind a gateway, and for a sub-request.
   */
  default boolean offersUpgrade(String protocol) {
    return false;
  }

  /** Whether this worker goes away: what lasts longer than a request should come to its end. */
  default boolean draining() {
    return false;
  }

  /**
   * Answers a WebSocket handshake: {@code handler} has the socket when this response is sent. What
   * is no handshake gets 426 or 400, and one from a page of another host 403.
   */
  default Response webSocket(WebSocket.Handler handler) {
    return webSocket(WebSocketOptions.DEFAULT, handler);
  }

  /** Answers a WebSocket handshake as {@link #webSocket(WebSocket.Handler)} does. */
  default Response webSocket(WebSocketOptions options, WebSocket.Handler handler) {
    return WebSocketHandshake.answer(this, options, handler);
  }

  /** Answers with server-sent events; {@code source} runs when the response is sent. */
  default Response events(Events.Source source) {
    return Events.response(this::draining, Events.KEEP_ALIVE, source);
  }

  /** The id of the last event that a client which comes back has seen; null where it has none. */
  default @Nullable String lastEventId() {
    String id = headers().get("Last-Event-ID");
    return id == null
        ? null
        : new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}

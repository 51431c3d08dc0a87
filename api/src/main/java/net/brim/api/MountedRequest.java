package net.brim.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A request as an app under a prefix sees it: all is as it was save the path. */
final class MountedRequest implements Request {

  private final Request outer;
  private final String mountPath;
  private final String path;

  /**
   * A request below a prefix.
   *
   * @param prefix added to the outer request's own
   * @param path what is left of the outer request's path
   */
  MountedRequest(Request outer, String prefix, String path) {
    this.outer = outer;
    this.mountPath = outer.mountPath() + prefix;
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String mountPath() {
    return mountPath;
  }

  @Override
  public String method() {
    return outer.method();
  }

  @Override
  public String target() {
    return outer.target();
  }

  @Override
  public @Nullable String query() {
    return outer.query();
  }

  @Override
  public QueryParser parameters() {
    return outer.parameters();
  }

  @Override
  public String protocol() {
    return outer.protocol();
  }

  @Override
  public String scheme() {
    return outer.scheme();
  }

  @Override
  public String host() {
    return outer.host();
  }

  @Override
  public Headers headers() {
    return outer.headers();
  }

  @Override
  public long contentLength() {
    return outer.contentLength();
  }

  @Override
  public InputStream body() {
    return outer.body();
  }

  @Override
  public byte[] body(int limit) throws IOException {
    return outer.body(limit);
  }

  @Override
  public Headers trailers() {
    return outer.trailers();
  }

  @Override
  public SocketAddress remoteAddress() {
    return outer.remoteAddress();
  }

  @Override
  public SocketAddress clientAddress() {
    return outer.clientAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return outer.localAddress();
  }

  @Override
  public @Nullable String user() {
    return outer.user();
  }

  @Override
  public void user(String user) {
    outer.user(user);
  }

  @Override
  public Server server() {
    return outer.server();
  }

  @Override
  public Instant start() {
    return outer.start();
  }

  @Override
  public Logger logger() {
    return outer.logger();
  }

  @Override
  public String txn() {
    return outer.txn();
  }

  @Override
  public List<String> logInfo() {
    return outer.logInfo();
  }

  @Override
  public Stats stats() {
    return outer.stats();
  }

  @Override
  public JsonCodec json() {
    return outer.json();
  }

  @Override
  public SubRequest subRequest(String method, String target) {
    return outer.subRequest(method, target);
  }

  @Override
  public boolean offersUpgrade(String protocol) {
    return outer.offersUpgrade(protocol);
  }

  @Override
  public boolean draining() {
    return outer.draining();
  }

  @Override
  public Response webSocket(WebSocket.Handler handler) {
    return outer.webSocket(handler);
  }

  @Override
  public Response webSocket(WebSocketOptions options, WebSocket.Handler handler) {
    return outer.webSocket(options, handler);
  }

  @Override
  public Response events(Events.Source source) {
    return outer.events(source);
  }

  @Override
  public @Nullable String lastEventId() {
    return outer.lastEventId();
  }

  @Override
  public @Nullable Tls tls() {
    return outer.tls();
  }
}

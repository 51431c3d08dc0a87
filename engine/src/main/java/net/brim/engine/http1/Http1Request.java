package net.brim.engine.http1;

import java.io.InputStream;
import java.net.SocketAddress;
import net.brim.api.Headers;
import net.brim.api.Tls;
import net.brim.engine.http.AbstractRequest;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.Connection;
import org.jspecify.annotations.Nullable;

/** A request that came as HTTP/1. */
final class Http1Request extends AbstractRequest {

  private final Connection connection;
  private final RequestHead head;
  private final RequestBody body;

  Http1Request(
      HttpContext context,
      Connection connection,
      RequestHead head,
      RequestBody body,
      long startNanos) {
    super(context, startNanos);
    this.connection = connection;
    this.head = head;
    this.body = body;
  }

  @Override
  protected void expireReads(boolean expired) {
    connection.expire(expired);
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String target() {
    return head.target().text();
  }

  @Override
  public String path() {
    return head.target().path();
  }

  @Override
  public @Nullable String query() {
    return head.target().query();
  }

  @Override
  public String protocol() {
    return head.protocol();
  }

  @Override
  protected String peerScheme() {
    return connection.tls() == null ? "http" : "https";
  }

  @Override
  public @Nullable Tls tls() {
    return connection.tls();
  }

  @Override
  public String host() {
    String authority = head.target().authority();
    return authority == null ? super.host() : authority;
  }

  @Override
  public Headers headers() {
    return head.fields();
  }

  @Override
  public long contentLength() {
    return head.contentLength();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public long bytesIn() {
    return body.count();
  }

  @Override
  public Headers trailers() {
    return body.trailers();
  }

  @Override
  public SocketAddress remoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return connection.localAddress();
  }

  @Override
  public boolean offersUpgrade(String protocol) {
    return head.offersUpgrade(protocol);
  }

  @Override
  public boolean draining() {
    return connection.draining();
  }
}

package net.brim.engine.http2;

import java.io.InputStream;
import java.net.SocketAddress;
import net.brim.api.Headers;
import net.brim.api.Tls;
import net.brim.engine.http.AbstractRequest;
import net.brim.engine.http.HttpContext;
import net.brim.engine.hub.Connection;
import org.jspecify.annotations.Nullable;

/** A request that came as HTTP/2. */
final class Http2Request extends AbstractRequest {

  private final Connection connection;
  private final Http2Stream stream;
  private final RequestHead head;
  private final Http2Body body;

  Http2Request(
      HttpContext context,
      Connection connection,
      Http2Stream stream,
      RequestHead head,
      Http2Body body) {
    super(context, stream.startNanos());
    this.connection = connection;
    this.stream = stream;
    this.head = head;
    this.body = body;
  }

  @Override
  protected void expireReads(boolean expired) {
    stream.expire(expired);
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
    return "HTTP/2.0";
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
    return protocol.equalsIgnoreCase(head.protocol());
  }

  @Override
  public boolean opensTunnel() {
    return head.protocol() != null;
  }

  @Override
  public boolean draining() {
    return stream.draining();
  }
}

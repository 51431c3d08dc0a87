package net.brim.engine.cgi;

import java.io.InputStream;
import java.net.SocketAddress;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.engine.http.AbstractRequest;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/** A request that a web server passed on to us. */
public final class CgiRequest extends AbstractRequest {

  private final CgiHead head;
  private final long contentLength;
  private final RequestBody body;
  private final Link link;

  /**
   * What the request came over, for what the web server does not say.
   *
   * @param remote the web server
   * @param local where it reached us
   * @param source what its body is read from; null where no other thread can end a wait there
   */
  public record Link(SocketAddress remote, SocketAddress local, @Nullable ByteSource source) {}

  /**
   * A request with its body.
   *
   * @param startNanos when its head began, of {@link System#nanoTime()}
   */
  public CgiRequest(
      HttpContext context, Link link, CgiHead head, RequestBody body, long startNanos) {
    super(context, startNanos);
    this.link = link;
    this.head = head;
    this.contentLength = body.announced();
    this.body = body;
    if (head.user() != null) {
      user(head.user());
    }
  }

  @Override
  protected void expireReads(boolean expired) {
    if (link.source() != null) {
      link.source().expire(expired);
    }
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
    return head.scheme();
  }

  @Override
  public String host() {
    return head.host() == null ? super.host() : head.host();
  }

  @Override
  public Headers headers() {
    return head.fields();
  }

  @Override
  public long contentLength() {
    return contentLength;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public long bytesIn() {
    return body.count();
  }

  /** No gateway protocol carries any. */
  @Override
  public Headers trailers() {
    return HeaderList.of();
  }

  @Override
  public SocketAddress remoteAddress() {
    return head.remote() == null ? link.remote() : head.remote();
  }

  @Override
  public SocketAddress localAddress() {
    return head.local() == null ? link.local() : head.local();
  }
}

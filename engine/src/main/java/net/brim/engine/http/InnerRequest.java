package net.brim.engine.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.SocketAddress;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.SubRequest;
import net.brim.api.Tls;
import net.brim.api.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A request that an app made within the server: it has the outer one's addresses and transaction
 * id.
 */
final class InnerRequest extends AbstractRequest {

  private static final String DEFAULT_AGENT = "brim-sub-request";

  private final AbstractRequest outer;
  private final String method;
  private final Target target;
  private final HeaderList headers;
  private final byte[] content;
  private final CountingBody body;

  private InnerRequest(
      AbstractRequest outer, String method, Target target, HeaderList headers, byte[] content) {
    super(outer.context(), System.nanoTime());
    this.outer = outer;
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.content = content;
    this.body = new CountingBody(content);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target.text();
  }

  @Override
  public String path() {
    return target.path();
  }

  @Override
  public @Nullable String query() {
    return target.query();
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
  protected String peerScheme() {
    return outer.peerScheme();
  }

  @Override
  public @Nullable Tls tls() {
    return outer.tls();
  }

  @Override
  public SocketAddress clientAddress() {
    return outer.clientAddress();
  }

  @Override
  public String host() {
    String own = headers.get("Host", "");
    return own.isEmpty() ? outer.host() : own;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public long contentLength() {
    return content.length;
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
    return HeaderList.of();
  }

  @Override
  public SocketAddress remoteAddress() {
    return outer.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return outer.localAddress();
  }

  @Override
  public String txn() {
    return outer.txn();
  }

  @Override
  boolean isLate() {
    return outer.isLate();
  }

  @Override
  public boolean draining() {
    return outer.draining();
  }

  /** An array that knows how much of it was read. */
  private static final class CountingBody extends ByteArrayInputStream {

    CountingBody(byte[] content) {
      super(content);
    }

    synchronized long count() {
      return pos;
    }
  }

  /** A request that is not sent yet. */
  static final class Draft implements SubRequest {

    private final AbstractRequest outer;
    private final String method;
    private final Target target;
    private HeaderList headers;
    private byte[] content = {};
    private @Nullable String source;

    Draft(AbstractRequest outer, String method, String target) {
      if (!Tokens.isToken(method)) {
        throw new IllegalArgumentException("method '" + method + "' is not a token");
      }
      this.outer = outer;
      this.method = method;
      this.target = Target.of(target);
      String host = outer.headers().get("Host");
      HeaderList inherited = host == null ? HeaderList.of() : HeaderList.of("Host", host);
      this.headers = inherited.with("Referer", outer.target());
    }

    @Override
    public SubRequest header(String name, String value) {
      headers = headers.replace(name, value);
      return this;
    }

    @Override
    public SubRequest body(byte[] body) {
      content = body.clone();
      return header("Content-Length", Integer.toString(body.length));
    }

    @Override
    public SubRequest source(String source) {
      this.source = source;
      return this;
    }

    @Override
    public Response send() throws Exception {
      return send(outer.context().app());
    }

    @Override
    public Response send(HttpApp app) throws Exception {
      String agent = source == null ? DEFAULT_AGENT : source;
      HeaderList complete =
          headers.contains("User-Agent") ? headers : headers.with("User-Agent", agent);
      var request = new InnerRequest(outer, method, target, complete, content);
      Response response = Answer.of(app, request);
      outer
          .context()
          .requestLog()
          .log(
              new CompletedRequest(
                  request,
                  outer.remoteAddress(),
                  response.status().code(),
                  response.headers(),
                  request.bytesIn(),
                  response.body() instanceof Body.Bytes bytes ? bytes.bytes().length : 0,
                  System.nanoTime() - request.startNanos(),
                  false,
                  agent));
      return response;
    }
  }
}

package net.brim.engine.http;

import java.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.JsonCodec;
import net.brim.api.Request;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.SubRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a request of any protocol knows about its server; made on first use where that costs
 * something.
 */
public abstract class AbstractRequest implements Request {

  private final HttpContext context;
  private final long startNanos;
  private @Nullable String txn;
  private @Nullable String user;
  private @Nullable List<String> logInfo;
  private volatile boolean late;

  /** A request whose head began at {@code startNanos} of {@link System#nanoTime()}. */
  protected AbstractRequest(HttpContext context, long startNanos) {
    this.context = context;
    this.startNanos = startNanos;
  }

  /** What the requests of this server share. */
  public HttpContext context() {
    return context;
  }

  /** When it began, in nanoseconds of {@link System#nanoTime()}. */
  public long startNanos() {
    return startNanos;
  }

  /**
   * Whether a client would take any response of success for the beginning of another protocol, as
   * it does for CONNECT.
   */
  public boolean opensTunnel() {
    return false;
  }

  /** The app has taken longer for it than it may, and is interrupted. */
  void becameLate() {
    late = true;
    expireReads(true);
  }

  /**
   * Any thread: says whether whoever reads the body waits for the client no longer; a thread that
   * waits already is to be interrupted after that.
   */
  protected void expireReads(boolean expired) {}

  /** Whether the app is interrupted, so that its failures are not its own. */
  boolean isLate() {
    return late;
  }

  /** How many bytes of the body the app has read. */
  public abstract long bytesIn();

  /** {@code http} or {@code https}, as the peer speaks to us. */
  protected abstract String peerScheme();

  @Override
  public String scheme() {
    String forwarded = context.proxies().scheme(remoteAddress(), headers());
    return forwarded == null ? peerScheme() : forwarded;
  }

  @Override
  public SocketAddress clientAddress() {
    return context.proxies().client(remoteAddress(), headers());
  }

  @Override
  public Instant start() {
    return Instant.now().minusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public String txn() {
    if (txn == null) {
      txn = Txn.of(headers());
    }
    return txn;
  }

  @Override
  public @Nullable String user() {
    return user;
  }

  @Override
  public void user(String user) {
    this.user = user;
  }

  @Override
  public List<String> logInfo() {
    if (logInfo == null) {
      logInfo = new ArrayList<>(4);
    }
    return logInfo;
  }

  @Override
  public String host() {
    String host = headers().get("Host", "");
    return host.isEmpty() ? context.settings().serverName() : host;
  }

  @Override
  public Server server() {
    return context.server();
  }

  @Override
  public Logger logger() {
    return context.logger();
  }

  @Override
  public Stats stats() {
    return context.stats();
  }

  @Override
  public JsonCodec json() {
    return context.json();
  }

  @Override
  public SubRequest subRequest(String method, String target) {
    return new InnerRequest.Draft(this, method, target);
  }
}

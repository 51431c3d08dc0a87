package net.brim.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.engine.cgi.Cgi;
import net.brim.engine.fastcgi.FastCgi;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestLog;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.http.WireProtocol;
import net.brim.engine.http1.Http1;
import net.brim.engine.http2.Http2;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Layer;
import net.brim.engine.proxy.ProxyProtocol;
import net.brim.engine.scgi.Scgi;
import net.brim.engine.threads.PoolSettings;
import net.brim.engine.threads.ThreadPool;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes an {@link HttpServer}; what is not said has a default that suits a small program. */
public final class HttpServerBuilder {

  private final HttpApp app;
  private HttpSettings settings = HttpSettings.DEFAULT;
  private WireProtocol protocol = WireProtocol.HTTP;
  private int hubs = 1;
  private TrustedProxies proxies = TrustedProxies.LOCAL;
  private boolean proxyProtocol;
  private @Nullable PoolSettings pool;
  private RequestLog requestLog = RequestLog.OFF;
  private @Nullable HttpCounters counters;
  private @Nullable Server server;
  private @Nullable Stats stats;
  private JsonCodec json = new MissingJson();
  private Logger logger = LoggerFactory.getLogger(HttpServer.class);
  private final List<SocketAddress> addresses = new ArrayList<>();
  private int backlog = 4096;
  private @Nullable TlsSettings tls;

  HttpServerBuilder(HttpApp app) {
    this.app = app;
  }

  /** Listens on that port of every address, IPv6 and IPv4; 0 for a free port. */
  public HttpServerBuilder bind(int port) {
    return bind(new InetSocketAddress(port));
  }

  /** Listens on that address or host name; port 0 for a free one. */
  public HttpServerBuilder bind(String host, int port) {
    return bind(new InetSocketAddress(host, port));
  }

  /** Listens on that address; again, for each further one. */
  public HttpServerBuilder bind(InetSocketAddress address) {
    addresses.add(address);
    return this;
  }

  /**
   * Listens at the path of a unix socket; see {@link HttpServer#bind(UnixDomainSocketAddress,
   * int)}.
   */
  public HttpServerBuilder bind(UnixDomainSocketAddress address) {
    addresses.add(address);
    return this;
  }

  /** How many connections may wait to be accepted, for each address; 4096 without this. */
  public HttpServerBuilder backlog(int backlog) {
    if (backlog < 1) {
      throw new IllegalArgumentException("a backlog of " + backlog + "; at least 1");
    }
    this.backlog = backlog;
    return this;
  }

  /** Limits and timeouts. */
  public HttpServerBuilder settings(HttpSettings settings) {
    this.settings = settings;
    return this;
  }

  /** What is spoken on the sockets; HTTP without this. */
  public HttpServerBuilder protocol(WireProtocol protocol) {
    this.protocol = protocol;
    return this;
  }

  /** How many event-loop threads serve; 1 without this. */
  public HttpServerBuilder hubs(int hubs) {
    if (hubs < 1) {
      throw new IllegalArgumentException(hubs + " hubs; at least 1");
    }
    this.hubs = hubs;
    return this;
  }

  /** The peers whose word about their clients is believed; this machine's without this. */
  public HttpServerBuilder proxies(TrustedProxies proxies) {
    this.proxies = proxies;
    return this;
  }

  /** Whether the connections of those peers begin with a header of the PROXY protocol. */
  public HttpServerBuilder proxyProtocol(boolean expected) {
    this.proxyProtocol = expected;
    return this;
  }

  /**
   * Has the app run on a pool of platform threads, for apps that use much CPU time; without this,
   * it runs on a virtual thread of the event loop, for apps that mostly wait.
   */
  public HttpServerBuilder threads(PoolSettings pool) {
    this.pool = pool;
    return this;
  }

  /** Where requests are logged; nowhere without this. */
  public HttpServerBuilder requestLog(RequestLog log) {
    this.requestLog = log;
    return this;
  }

  /** What counts requests and connections; in memory without this. */
  public HttpServerBuilder counters(HttpCounters counters) {
    this.counters = counters;
    return this;
  }

  /** What apps see as {@link net.brim.api.Request#server()}. */
  public HttpServerBuilder server(Server server) {
    this.server = server;
    return this;
  }

  /**
   * What apps see as {@link net.brim.api.Request#stats()}; without this, any name counts in memory.
   */
  public HttpServerBuilder stats(Stats stats) {
    this.stats = stats;
    return this;
  }

  /** What apps see as {@link net.brim.api.Request#json()}; none without this. */
  public HttpServerBuilder json(JsonCodec json) {
    this.json = json;
    return this;
  }

  /** What apps see as {@link net.brim.api.Request#logger()}, and where failures are logged. */
  public HttpServerBuilder logger(Logger logger) {
    this.logger = logger;
    return this;
  }

  /** Speaks HTTPS; without this, plain HTTP. */
  public HttpServerBuilder tls(TlsSettings tls) {
    this.tls = tls;
    return this;
  }

  /** Starts the hubs; the server serves what is bound by {@link HttpServer#bind} then. */
  public HttpServer build() {
    HttpContext context = context();
    return HttpServer.of(context, spoken(context), layers(), hubs);
  }

  /**
   * Answers one request as CGI does (RFC 3875), without any socket or thread of its own.
   *
   * @param environment the meta-variables as {@code name=value}, each ended by a NUL
   * @param in the body of the request
   * @param out where the response goes
   * @return whether a whole response was written
   */
  public boolean answerCgi(byte[] environment, InputStream in, OutputStream out) {
    pool = null; // There is one request only.
    return new Cgi(context()).answer(environment, in, out);
  }

  private HttpContext context() {
    var local = new LocalStats();
    HttpCounters counting = counters == null ? local.http() : counters;
    return new HttpContext(
        app,
        pool == null ? null : new ThreadPool(pool, gauges(counting)),
        settings,
        proxies,
        counting,
        requestLog,
        server == null ? new LocalServer("http", local) : server,
        stats == null ? local : stats,
        json,
        logger);
  }

  private Connection.Protocol spoken(HttpContext context) {
    // No switch: it would cost each start a class of its own.
    if (protocol == WireProtocol.SCGI) {
      return new Scgi(context);
    }
    if (protocol == WireProtocol.FASTCGI) {
      return new FastCgi(context);
    }
    return new Http1(context, speaksHttp2() ? new Http2(context) : null);
  }

  private boolean speaksHttp2() {
    boolean wanted =
        tls == null ? settings.http2() == Http2Use.ALWAYS : settings.http2() != Http2Use.NEVER;
    return wanted && protocol == WireProtocol.HTTP;
  }

  /** From the socket up. */
  private List<Layer> layers() {
    var layers = new ArrayList<Layer>();
    if (proxyProtocol) {
      layers.add(new ProxyProtocol(proxies, logger));
    }
    if (tls != null) {
      TlsSettings spoken = speaksHttp2() ? tls : tls.without("h2");
      layers.add(new TlsLayer(spoken, settings.headerTimeout(), logger));
    }
    return layers;
  }

  private static ThreadPool.Gauges gauges(HttpCounters counters) {
    return (threads, idle, queued) -> {
      counters.threads().set(threads);
      counters.idleThreads().set(idle);
      counters.requestsQueued().set(queued);
    };
  }

  /**
   * Binds the addresses and serves; where one cannot be bound, nothing is left open.
   *
   * @throws IOException where an address cannot be bound; it says which, and why
   * @throws IllegalStateException where no address was given
   */
  public HttpServer start() throws IOException {
    if (addresses.isEmpty()) {
      throw new IllegalStateException("a server needs an address: call bind before start");
    }
    HttpServer started = build();
    try {
      for (SocketAddress address : addresses) {
        if (address instanceof InetSocketAddress internet) {
          bind(started, internet);
        } else {
          bind(started, (UnixDomainSocketAddress) address);
        }
      }
      return started;
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void bind(HttpServer to, InetSocketAddress address) throws IOException {
    String host = address.getHostString();
    if (address.isUnresolved()) {
      throw new UnknownHostException(
          "cannot listen on port %d of %s: no host of that name is known"
              .formatted(address.getPort(), host));
    }
    try {
      to.bind(address, backlog);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on port %d of %s: %s".formatted(address.getPort(), host, reason(e)), e);
    }
  }

  private void bind(HttpServer to, UnixDomainSocketAddress address) throws IOException {
    try {
      to.bind(address, backlog);
    } catch (IOException e) {
      throw new IOException("cannot listen on unix:%s: %s".formatted(address, reason(e)), e);
    }
  }

  /** What the system said, without the address, which we name ourselves. */
  private static @Nullable String reason(IOException e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }
}

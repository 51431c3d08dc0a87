package net.brim.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.HttpApp;
import net.brim.engine.cgi.Cgi;
import net.brim.engine.fastcgi.FastCgi;
import net.brim.engine.http.CallWatch;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestLog;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.http.WireProtocol;
import net.brim.engine.http1.Http1;
import net.brim.engine.http2.Http2;
import net.brim.engine.hub.Layer;
import net.brim.engine.hub.Protocol;
import net.brim.engine.proxy.ProxyProtocol;
import net.brim.engine.scgi.Scgi;
import net.brim.engine.threads.PoolSettings;
import net.brim.engine.threads.ThreadPool;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/** Describes an {@link HttpServer}; what is not said has a default that suits a small program. */
public final class HttpServerBuilder extends StreamServerBuilder<HttpServerBuilder, HttpServer> {

  private final HttpApp app;
  private HttpSettings settings = HttpSettings.DEFAULT;
  private WireProtocol protocol = WireProtocol.HTTP;
  private TrustedProxies proxies = TrustedProxies.LOCAL;
  private boolean proxyProtocol;
  private @Nullable PoolSettings pool;
  private @Nullable Duration requestTimeout;
  private RequestLog requestLog = RequestLog.OFF;
  private @Nullable HttpCounters counters;

  HttpServerBuilder(HttpApp app) {
    super(HttpServer.class);
    this.app = app;
  }

  @Override
  HttpServerBuilder self() {
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

  /**
   * How long the app may take for a request, from its head to the response that {@link
   * HttpApp#handle} returns; any time without this. Where it takes longer, the stack of its thread
   * is logged, the thread is interrupted, and the client gets a 503 whatever the app answers then.
   * An app that does not give way when it is interrupted keeps its client waiting, unless it runs
   * on a thread of a pool.
   */
  public HttpServerBuilder requestTimeout(Duration limit) {
    this.requestTimeout = limit;
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

  @Override
  public HttpServer build() {
    HttpContext context = context();
    return HttpServer.of(context, spoken(context), layers(), startHubs());
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
    HttpContext context = context();
    try (CallWatch watch = context.watch()) {
      if (watch != null) {
        watch.start();
      }
      return new Cgi(context).answer(environment, in, out);
    }
  }

  private HttpContext context() {
    var local = new LocalStats();
    CallWatch watch = requestTimeout == null ? null : new CallWatch(requestTimeout);
    HttpCounters counting = counters == null ? local.http() : counters;
    return new HttpContext(
        app,
        pool == null ? null : new ThreadPool(pool, gauges(counting)),
        watch,
        settings,
        proxies,
        counting,
        requestLog,
        server == null ? new LocalServer("http", local) : server,
        stats == null ? local : stats,
        json,
        logger);
  }

  private Protocol spoken(HttpContext context) {
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
}

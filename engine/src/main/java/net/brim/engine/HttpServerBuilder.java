package net.brim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestLog;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.hub.Layer;
import net.brim.engine.proxy.ProxyProtocol;
import net.brim.engine.threads.PoolSettings;
import net.brim.engine.threads.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes an {@link HttpServer}; what is not said has a default that suits a small program. */
public final class HttpServerBuilder {

  private final HttpApp app;
  private HttpSettings settings = HttpSettings.DEFAULT;
  private int hubs = 1;
  private TrustedProxies proxies = TrustedProxies.LOCAL;
  private boolean proxyProtocol;
  private @Nullable PoolSettings pool;
  private RequestLog requestLog = RequestLog.OFF;
  private HttpCounters counters = LocalStats.counters();
  private Server server = new LocalServer();
  private Stats stats = new LocalStats();
  private JsonCodec json = new MissingJson();
  private Logger logger = LoggerFactory.getLogger(HttpServer.class);

  HttpServerBuilder(HttpApp app) {
    this.app = app;
  }

  /** Limits and timeouts. */
  public HttpServerBuilder settings(HttpSettings settings) {
    this.settings = settings;
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

  /** What counts requests and connections. */
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

  /** Starts the hubs; the server serves once it is bound. */
  public HttpServer build() {
    return HttpServer.of(
        new HttpContext(
            app,
            pool == null ? null : new ThreadPool(pool, this::show),
            settings,
            proxies,
            counters,
            requestLog,
            server,
            stats,
            json,
            logger),
        layers(),
        hubs);
  }

  /** From the socket up. */
  private List<Layer> layers() {
    var layers = new ArrayList<Layer>();
    if (proxyProtocol) {
      layers.add(new ProxyProtocol(proxies, logger));
    }
    return layers;
  }

  private void show(int threads, int idle, int queued) {
    counters.threads().set(threads);
    counters.idleThreads().set(idle);
    counters.requestsQueued().set(queued);
  }

  /** The only worker of a program that has no supervisor. */
  private record LocalServer() implements Server {
    @Override
    public String name() {
      return "http";
    }

    @Override
    public int slot() {
      return 0;
    }

    @Override
    public Map<String, Object> stats() {
      return Map.of();
    }
  }

  /** Says which call is missing. */
  private record MissingJson() implements JsonCodec {
    @Override
    public byte[] write(@Nullable Object value) {
      throw missing();
    }

    @Override
    public <T> T read(byte[] json, Class<T> type) {
      throw missing();
    }

    private static IllegalStateException missing() {
      return new IllegalStateException("the server was built without a JSON codec");
    }
  }
}

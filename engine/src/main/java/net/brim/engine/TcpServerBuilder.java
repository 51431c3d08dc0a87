package net.brim.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.TcpApp;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.Layer;
import net.brim.engine.tcp.Tcp;
import net.brim.engine.tcp.TcpContext;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes a {@link TcpServer}; what is not said has a default that suits a small program. */
public final class TcpServerBuilder {

  private static final Duration HANDSHAKE = HttpSettings.DEFAULT.headerTimeout();

  private final Supplier<? extends TcpApp> apps;
  private Duration timeout = HttpSettings.DEFAULT.timeout();
  private int maxConnections = HttpSettings.DEFAULT.maxConnections();
  private int hubs = 1;
  private @Nullable Server server;
  private @Nullable Stats stats;
  private JsonCodec json = new MissingJson();
  private Logger logger = LoggerFactory.getLogger(TcpServer.class);
  private @Nullable TlsSettings tls;

  TcpServerBuilder(Supplier<? extends TcpApp> apps) {
    this.apps = apps;
  }

  /** How long a connection waits for its client to send or to read something. */
  public TcpServerBuilder timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** How many connections may be open at once; further ones wait to be accepted. */
  public TcpServerBuilder maxConnections(int most) {
    this.maxConnections = most;
    return this;
  }

  /** How many event-loop threads serve; 1 without this. */
  public TcpServerBuilder hubs(int hubs) {
    if (hubs < 1) {
      throw new IllegalArgumentException(hubs + " hubs; at least 1");
    }
    this.hubs = hubs;
    return this;
  }

  /** What apps see as {@link net.brim.api.Context#server()}. */
  public TcpServerBuilder server(Server server) {
    this.server = server;
    return this;
  }

  /**
   * What apps see as {@link net.brim.api.Context#stats()}, where the server counts connections and
   * bytes too; without this, any name counts in memory.
   */
  public TcpServerBuilder stats(Stats stats) {
    this.stats = stats;
    return this;
  }

  /** What apps see as {@link net.brim.api.Context#json()}; none without this. */
  public TcpServerBuilder json(JsonCodec json) {
    this.json = json;
    return this;
  }

  /** What apps see as {@link net.brim.api.Context#logger()}, and where failures are logged. */
  public TcpServerBuilder logger(Logger logger) {
    this.logger = logger;
    return this;
  }

  /** Speaks TLS; without this, none. */
  public TcpServerBuilder tls(TlsSettings tls) {
    this.tls = tls;
    return this;
  }

  /** Makes the app and starts the hubs; the server serves what is bound then. */
  public TcpServer build() {
    var local = new LocalStats();
    Stats counting = stats == null ? local : stats;
    var context =
        new TcpContext(
            apps,
            timeout,
            server == null ? new LocalServer("tcp", local) : server,
            counting,
            json,
            logger);
    return new TcpServer(
        new Tcp(context),
        layers(),
        hubs,
        new StreamServer.Counting(
            counting.counter(ServerStats.CONNECTION_COUNT),
            counting.counter(ServerStats.OPEN_CONNECTIONS),
            counting.counter(ServerStats.BYTES_READ),
            counting.counter(ServerStats.BYTES_WRITTEN)),
        new StreamServer.Limits(timeout, true, maxConnections),
        logger);
  }

  private List<Layer> layers() {
    return tls == null ? List.of() : List.of(new TlsLayer(tls.without("h2"), HANDSHAKE, logger));
  }
}

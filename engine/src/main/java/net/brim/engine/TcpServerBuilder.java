package net.brim.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import net.brim.api.Stats;
import net.brim.api.TcpApp;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.Layer;
import net.brim.engine.tcp.Tcp;
import net.brim.engine.tcp.TcpContext;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsSettings;

/** Describes a {@link TcpServer}; what is not said has a default that suits a small program. */
public final class TcpServerBuilder extends StreamServerBuilder<TcpServerBuilder, TcpServer> {

  private static final Duration HANDSHAKE = HttpSettings.DEFAULT.headerTimeout();

  private final Supplier<? extends TcpApp> apps;
  private Duration timeout = HttpSettings.DEFAULT.timeout();
  private int maxConnections = HttpSettings.DEFAULT.maxConnections();

  TcpServerBuilder(Supplier<? extends TcpApp> apps) {
    super(TcpServer.class);
    this.apps = apps;
  }

  @Override
  TcpServerBuilder self() {
    return this;
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

  /** Makes the app too, with what its factory throws. */
  @Override
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
        startHubs(),
        new StreamServer.Counting(
            counting.counter(ServerStats.CONNECTION_COUNT),
            counting.counter(ServerStats.OPEN_CONNECTIONS),
            counting.counter(ServerStats.BYTES_READ),
            counting.counter(ServerStats.BYTES_WRITTEN)),
        new StreamServer.Limits(timeout, true, maxConnections),
        logger);
  }

  private List<Layer> layers() {
    if (tls == null) {
      return List.of();
    }
    TlsSettings spoken = tls;
    for (String protocol : TlsSettings.PROTOCOLS) {
      spoken = spoken.without(protocol); // Those are of HTTP.
    }
    return List.of(new TlsLayer(spoken, HANDSHAKE, logger));
  }
}

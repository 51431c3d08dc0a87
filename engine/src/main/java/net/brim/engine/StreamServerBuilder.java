package net.brim.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;
import net.brim.engine.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes a {@link StreamServer}; what is not said has a default that suits a small program.
 *
 * @param <B> the builder itself
 * @param <S> what it builds
 */
public abstract sealed class StreamServerBuilder<
        B extends StreamServerBuilder<B, S>, S extends StreamServer>
    permits HttpServerBuilder, TcpServerBuilder {

  private final List<SocketAddress> addresses = new ArrayList<>();
  private int backlog = 4096;
  private int hubs = 1;
  private Pulse pulse = Pulse.UNHEARD;
  @Nullable Server server;
  @Nullable Stats stats;
  JsonCodec json = new MissingJson();
  Logger logger;
  @Nullable TlsSettings tls;

  StreamServerBuilder(Class<S> built) {
    this.logger = LoggerFactory.getLogger(built);
  }

  abstract B self();

  /** Listens on that port of every address, IPv6 and IPv4; 0 for a free port. */
  public B bind(int port) {
    return bind(new InetSocketAddress(port));
  }

  /** Listens on that address or host name; port 0 for a free one. */
  public B bind(String host, int port) {
    return bind(new InetSocketAddress(host, port));
  }

  /** Listens on that address; again, for each further one. */
  public B bind(InetSocketAddress address) {
    addresses.add(address);
    return self();
  }

  /**
   * Listens at the path of a unix socket; see {@link StreamServer#bind(UnixDomainSocketAddress,
   * int)}.
   */
  public B bind(UnixDomainSocketAddress address) {
    addresses.add(address);
    return self();
  }

  /** How many connections may wait to be accepted, for each address; 4096 without this. */
  public B backlog(int backlog) {
    if (backlog < 1) {
      throw new IllegalArgumentException("a backlog of " + backlog + "; at least 1");
    }
    this.backlog = backlog;
    return self();
  }

  /** How many event-loop threads serve; 1 without this. */
  public B hubs(int hubs) {
    if (hubs < 1) {
      throw new IllegalArgumentException(hubs + " hubs; at least 1");
    }
    this.hubs = hubs;
    return self();
  }

  /** What is told that the hubs turn; nothing without this. */
  public B pulse(Pulse pulse) {
    this.pulse = pulse;
    return self();
  }

  /** What apps see as {@link net.brim.api.Context#server()}. */
  public B server(Server server) {
    this.server = server;
    return self();
  }

  /**
   * What apps see as {@link net.brim.api.Context#stats()}; without this, any name counts in memory.
   */
  public B stats(Stats stats) {
    this.stats = stats;
    return self();
  }

  /** What apps see as {@link net.brim.api.Context#json()}; none without this. */
  public B json(JsonCodec json) {
    this.json = json;
    return self();
  }

  /** What apps see as {@link net.brim.api.Context#logger()}, and where failures are logged. */
  public B logger(Logger logger) {
    this.logger = logger;
    return self();
  }

  /** Speaks TLS; without this, none. */
  public B tls(TlsSettings tls) {
    this.tls = tls;
    return self();
  }

  final List<Hub> startHubs() {
    return Hubs.start(hubs, Transport.best(), pulse);
  }

  /** Starts the hubs; the server serves what is bound then. */
  public abstract S build();

  /**
   * Binds the addresses and serves; where one cannot be bound, nothing is left open.
   *
   * @throws IOException where an address cannot be bound; it says which, and why
   * @throws IllegalStateException where no address was given
   */
  public S start() throws IOException {
    if (addresses.isEmpty()) {
      throw new IllegalStateException("a server needs an address: call bind before start");
    }
    S started = build();
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

  private void bind(StreamServer to, InetSocketAddress address) throws IOException {
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

  private void bind(StreamServer to, UnixDomainSocketAddress address) throws IOException {
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

package net.brim.engine;

import java.util.List;
import java.util.function.Supplier;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.UdpApp;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;
import net.brim.engine.udp.Udp;
import net.brim.engine.udp.UdpContext;
import net.brim.engine.udp.UdpCounters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes a {@link UdpServer}; what is not said has a default that suits a small program. */
public final class UdpServerBuilder {

  /** More bytes than any datagram has. */
  public static final int MAX_DATAGRAM_SIZE = 65_536;

  private static final int MOST = 1024;

  private final Supplier<? extends UdpApp> apps;
  private int most = MOST;
  private int longest = MAX_DATAGRAM_SIZE;
  private int hubs = 1;
  private Pulse pulse = Pulse.UNHEARD;
  private @Nullable Server server;
  private @Nullable Stats stats;
  private JsonCodec json = new MissingJson();
  private Logger logger = LoggerFactory.getLogger(UdpServer.class);

  UdpServerBuilder(Supplier<? extends UdpApp> apps) {
    this.apps = apps;
  }

  /** How many datagrams may be in work at once, 1 or more; further ones wait in the socket. */
  public UdpServerBuilder maxConcurrent(int most) {
    this.most = atLeastOne(most);
    return this;
  }

  /**
   * How many bytes a datagram that {@link UdpServer#bind} reads may have, 1 to {@value
   * #MAX_DATAGRAM_SIZE}; longer ones are counted, and handed to nobody.
   */
  public UdpServerBuilder maxDatagramSize(int bytes) {
    if (bytes > MAX_DATAGRAM_SIZE) {
      throw new IllegalArgumentException(bytes + " bytes; at most " + MAX_DATAGRAM_SIZE);
    }
    this.longest = atLeastOne(bytes);
    return this;
  }

  /** How many event-loop threads serve; 1 without this. */
  public UdpServerBuilder hubs(int hubs) {
    this.hubs = atLeastOne(hubs);
    return this;
  }

  /** What is told that the hubs turn; nothing without this. */
  public UdpServerBuilder pulse(Pulse pulse) {
    this.pulse = pulse;
    return this;
  }

  private static int atLeastOne(int number) {
    if (number < 1) {
      throw new IllegalArgumentException(number + "; at least 1");
    }
    return number;
  }

  /** What apps see as {@link net.brim.api.Context#server()}. */
  public UdpServerBuilder server(Server server) {
    this.server = server;
    return this;
  }

  /**
   * What apps see as {@link net.brim.api.Context#stats()}, where the server counts datagrams and
   * bytes too; without this, any name counts in memory.
   */
  public UdpServerBuilder stats(Stats stats) {
    this.stats = stats;
    return this;
  }

  /** What apps see as {@link net.brim.api.Context#json()}; none without this. */
  public UdpServerBuilder json(JsonCodec json) {
    this.json = json;
    return this;
  }

  /** What apps see as {@link net.brim.api.Context#logger()}, and where failures are logged. */
  public UdpServerBuilder logger(Logger logger) {
    this.logger = logger;
    return this;
  }

  /** Makes the app and starts the hubs; the server serves what is bound then. */
  public UdpServer build() {
    return build(Transport.NIO);
  }

  /**
   * Makes the app and starts the hubs; the server serves sockets of descriptors that it is given
   * then.
   *
   * @throws IllegalStateException where there is no epoll
   */
  public UdpServer buildAdopting() {
    if (!UdpServer.canAdopt()) {
      throw new IllegalStateException("descriptors need epoll, which is not there");
    }
    return build(Transport.EPOLL);
  }

  private UdpServer build(Transport transport) {
    List<Hub> started = Hubs.start(hubs, transport, pulse);
    try {
      return new UdpServer(new Udp(context(), started), started, longest);
    } catch (RuntimeException | LinkageError e) {
      started.forEach(Hub::close);
      throw e;
    }
  }

  private UdpContext context() {
    var local = new LocalStats();
    Stats counting = stats == null ? local : stats;
    return new UdpContext(
        apps,
        most,
        counters(counting),
        server == null ? new LocalServer("udp", local) : server,
        counting,
        json,
        logger);
  }

  private static UdpCounters counters(Stats stats) {
    return new UdpCounters(
        stats.counter("datagram_count"),
        stats.counter("truncated_count"),
        stats.counter("forged_count"),
        stats.counter("failed_count"),
        stats.counter("dropped_count"),
        stats.counter("sent_count"),
        stats.counter("unsent_count"),
        stats.counter(ServerStats.BYTES_READ),
        stats.counter(ServerStats.BYTES_WRITTEN));
  }
}

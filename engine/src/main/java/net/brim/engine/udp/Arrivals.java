package net.brim.engine.udp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of a batch that are for the app, counted with those that are not. For a loop and
 * the threads that it carries.
 */
final class Arrivals {

  private final DatagramEndpoint.Incoming incoming;
  private final InetSocketAddress bound;
  private final UdpCounters counters;
  private final long boundHigh;
  private final long boundLow;
  private boolean closed;
  private long datagrams;
  private long bytes;

  /** Those that come to a socket of that address. */
  Arrivals(DatagramEndpoint.Incoming incoming, InetSocketAddress bound, UdpCounters counters) {
    this.incoming = incoming;
    this.bound = bound;
    this.counters = counters;
    this.boundHigh = Route.high(bound.getAddress());
    this.boundLow = Route.low(bound.getAddress());
  }

  /** The next one; null where the batch has none left. */
  @Nullable ReceivedDatagram next() {
    while (!closed && incoming.next()) {
      if (incoming.truncated()) {
        counters.truncated().add(1);
        continue;
      }
      Route route = incoming.route();
      if (isForged(route)) {
        counters.forged().add(1);
        continue;
      }
      byte[] payload = incoming.bytes();
      datagrams++;
      bytes += payload.length;
      return new ReceivedDatagram(payload, route, bound);
    }
    return null;
  }

  /**
   * Whether it says that it comes from where it came to: an answer would come back here, be
   * answered, and so on without end.
   */
  private boolean isForged(Route route) {
    if (route.peerPort() != bound.getPort()) {
      return false;
    }
    return route.hasLocal()
        ? route.peerLow() == route.localLow() && route.peerHigh() == route.localHigh()
        : route.peerLow() == boundLow && route.peerHigh() == boundHigh;
  }

  /** Counts what came since the last time: once a batch, as each count costs. */
  void count() {
    if (datagrams > 0) {
      counters.datagrams().add(datagrams);
      counters.bytesRead().add(bytes);
      datagrams = 0;
      bytes = 0;
    }
  }

  /** Has no more. */
  void close() {
    closed = true;
  }
}

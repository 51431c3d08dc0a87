package net.brim.engine.udp;

import net.brim.api.UdpApp;
import org.jspecify.annotations.Nullable;

/**
 * The app of a server: one for all datagrams, and a fresh one for later ones when it has failed.
 */
final class CurrentApp {

  private final UdpContext context;

  /** Null where the last one failed. */
  private volatile @Nullable UdpApp app;

  /** Makes the app now. */
  CurrentApp(UdpContext context) {
    this.context = context;
    this.app = context.apps().get();
  }

  /** Hands a datagram over, and returns when the app is done with it. */
  void handle(ReceivedDatagram datagram, Turn turn) {
    UdpApp current = current(datagram);
    if (current == null) {
      context.counters().failed().add(1);
      return;
    }
    try {
      current.handle(datagram, turn);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      failed(current, datagram, e);
    }
    // An interrupt was meant for that datagram, whoever sent it.
    boolean _ = Thread.interrupted();
  }

  private @Nullable UdpApp current(ReceivedDatagram datagram) {
    UdpApp current = app;
    return current == null ? fresh(datagram) : current;
  }

  private synchronized @Nullable UdpApp fresh(ReceivedDatagram datagram) {
    if (app == null) {
      try {
        app = context.apps().get();
      } catch (RuntimeException | LinkageError e) {
        context
            .logger()
            .error("no app for the datagram of {}: making it failed", name(datagram), e);
      }
    }
    return app;
  }

  /** Other datagrams that it has in hand go on. */
  private synchronized void failed(UdpApp failed, ReceivedDatagram datagram, Throwable thrown) {
    context.counters().failed().add(1);
    context
        .logger()
        .error(
            "the app failed on the datagram of {}; later ones get a fresh app",
            name(datagram),
            thrown);
    if (failed.equals(app)) {
      app = null;
    }
  }

  private static String name(ReceivedDatagram datagram) {
    var peer = datagram.remoteAddress();
    String host = peer.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + peer.getPort();
  }
}

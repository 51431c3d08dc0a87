package net.brim.engine.udp;

import java.net.InetSocketAddress;
import net.brim.api.Datagram;

/** A datagram that came, with the way back. */
final class ReceivedDatagram implements Datagram {

  private final byte[] bytes;
  private final Route route;
  private final InetSocketAddress bound;

  /**
   * A datagram.
   *
   * @param bound the address of its socket
   */
  ReceivedDatagram(byte[] bytes, Route route, InetSocketAddress bound) {
    this.bytes = bytes;
    this.route = route;
    this.bound = bound;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return route.peer();
  }

  @Override
  public InetSocketAddress localAddress() {
    return route.hasLocal() ? new InetSocketAddress(route.local(), bound.getPort()) : bound;
  }

  Route route() {
    return route;
  }
}

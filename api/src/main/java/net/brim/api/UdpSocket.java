package net.brim.api;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A socket that datagrams arrive on, as a {@link UdpApp} sees it. */
public interface UdpSocket extends Context {

  /** Answers a datagram, from the address that it was sent to. */
  void reply(Datagram datagram, byte[] bytes) throws IOException;

  /** Sends a datagram. */
  void send(InetSocketAddress to, byte[] bytes) throws IOException;
}

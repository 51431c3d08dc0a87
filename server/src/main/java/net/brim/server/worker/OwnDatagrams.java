package net.brim.server.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import net.brim.engine.UdpServer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;

/** The server of a {@code [udp]} subserver in a process that no supervisor opened sockets for. */
final class OwnDatagrams {

  private final UdpServer server;
  private final int longest;

  /**
   * Bound to nothing yet.
   *
   * @param longest bytes that a datagram may have
   */
  OwnDatagrams(UdpServer server, int longest) {
    this.server = server;
    this.longest = longest;
  }

  /**
   * Binds an address; returns it.
   *
   * @throws OsException where the system refuses
   */
  InetSocketAddress bind(ListenAddress.Udp address) throws IOException {
    boolean any = address.host().equals("*");
    if (!UdpServer.canAdopt()) {
      return server.bind(
          any
              ? new InetSocketAddress(address.port())
              : new InetSocketAddress(resolve(address.host()), address.port()));
    }
    Os os = Os.current();
    int descriptor =
        any
            ? bindAny(os, address.port())
            : os.bindUdp(new InetSocketAddress(resolve(address.host()), address.port()), false);
    server.adopt(new KernelSocket(os, descriptor, longest), true, true);
    return os.localAddress(descriptor);
  }

  private static int bindAny(Os os, int port) throws UnknownHostException {
    try {
      return os.bindUdp(new InetSocketAddress(InetAddress.getByAddress(new byte[16]), port), false);
    } catch (OsException e) {
      if (e.errno() != OsException.EAFNOSUPPORT && e.errno() != OsException.EADDRNOTAVAIL) {
        throw e;
      }
      // A kernel without IPv6.
      return os.bindUdp(new InetSocketAddress(InetAddress.getByAddress(new byte[4]), port), false);
    }
  }

  private static InetAddress resolve(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException(host + ": there is no address of that name", e);
    }
  }

  void close() {
    server.close();
  }
}

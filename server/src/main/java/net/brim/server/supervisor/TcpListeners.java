package net.brim.server.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;

/** Binds TCP addresses, each to as many sockets as there are workers. */
final class TcpListeners {

  private final Os os;
  private final Report report;

  TcpListeners(Os os, Report report) {
    this.os = os;
    this.report = report;
  }

  /**
   * Binds and listens once.
   *
   * @throws OsException where the system refuses, or does not know the host
   */
  ListenerGroup listen(ListenAddress.Tcp address, int workers, int backlog) {
    if (!address.host().equals("*")) {
      var socket = new InetSocketAddress(resolve(address.host()), address.port());
      return listen(socket, workers, backlog);
    }
    try {
      return listen(any(new byte[16], address.port()), workers, backlog);
    } catch (OsException e) {
      if (e.errno() == OsException.EAFNOSUPPORT || e.errno() == OsException.EADDRNOTAVAIL) {
        // A kernel without IPv6.
        return listen(any(new byte[4], address.port()), workers, backlog);
      }
      throw e;
    }
  }

  private static InetSocketAddress any(byte[] zeros, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(zeros), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + zeros.length + " bytes", e);
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new OsException(host, 0, "there is no address of that name");
    }
  }

  /**
   * The first socket is bound without SO_REUSEPORT, so that an address that another program uses is
   * an error; only then do the others join it.
   */
  private ListenerGroup listen(InetSocketAddress address, int workers, int backlog) {
    int[] sockets = new int[workers];
    int open = 0;
    try {
      sockets[0] = os.bindTcp(address, false);
      open = 1;
      boolean shared = sockets.length > 1 && allowReusePort(sockets[0]);
      os.listen(sockets[0], backlog);
      InetSocketAddress bound = os.localAddress(sockets[0]);
      if (!shared) {
        return new ListenerGroup(os, bound, new int[] {sockets[0]});
      }
      while (open < sockets.length) {
        sockets[open] = os.bindTcp(bound, true);
        os.listen(sockets[open++], backlog);
      }
      return new ListenerGroup(os, bound, sockets);
    } catch (OsException e) {
      while (open > 0) {
        os.close(sockets[--open]);
      }
      throw e;
    }
  }

  private boolean allowReusePort(int socket) {
    try {
      os.allowReusePort(socket);
      return true;
    } catch (OsException e) {
      report.progress("one listening socket for all workers: " + e.getMessage());
      return false;
    }
  }
}

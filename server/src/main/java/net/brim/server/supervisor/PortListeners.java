package net.brim.server.supervisor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.HostName;
import net.brim.server.config.ListenAddress;

/** Binds ports of TCP or UDP, each to as many sockets as there are workers. */
final class PortListeners {

  private final Os os;
  private final Report report;
  private final PassedSockets passed;

  PortListeners(Os os, Report report, PassedSockets passed) {
    this.os = os;
    this.report = report;
    this.passed = passed;
  }

  /**
   * Binds and listens once.
   *
   * @throws OsException where the system refuses, or does not know the host
   */
  ListenerGroup listen(ListenAddress.Tcp address, int workers, int backlog) {
    return bind(address.host(), address.port(), workers, new Kind(false, backlog));
  }

  /**
   * Binds sockets for datagrams once.
   *
   * @throws OsException where the system refuses, or does not know the host
   */
  ListenerGroup bind(ListenAddress.Udp address, int workers) {
    return bind(address.host(), address.port(), workers, new Kind(true, 0));
  }

  /**
   * Binds further sockets to the address of a group.
   *
   * @param backlog of sockets of connections; 0 for datagrams
   * @throws OsException where the system refuses, as it does where Brim was root at its start and
   *     is not now
   */
  void grow(ListenerGroup group, int workers, int backlog) {
    var more = new ArrayList<Integer>();
    var kind = new Kind(backlog == 0, backlog);
    try {
      while (group.size() + more.size() < workers) {
        more.add(open((InetSocketAddress) group.address(), true, kind));
      }
      group.grow(List.copyOf(more), backlog);
    } catch (OsException e) {
      more.forEach(os::close);
      throw e;
    }
  }

  /** The kind of sockets; {@code backlog} is for those of connections. */
  private record Kind(boolean datagrams, int backlog) {}

  private ListenerGroup bind(String host, int port, int workers, Kind kind) {
    return HostName.bind(
        host,
        port,
        address -> {
          List<PassedSockets.Passed> found = passed.take(address, kind.datagrams());
          return found.isEmpty() ? bind(address, workers, kind) : adopt(found);
        });
  }

  /**
   * Of several that are not ours we do not know in which order the kernel counts them, so they are
   * not steered.
   */
  private ListenerGroup adopt(List<PassedSockets.Passed> found) {
    int[] sockets = found.stream().mapToInt(one -> one.descriptor().number()).toArray();
    int ofOthers = (int) found.stream().filter(one -> !one.isKept()).count();
    boolean shared = allowReusePort(sockets[0]);
    return new ListenerGroup(os, os.localAddress(sockets[0]), sockets, shared && ofOthers <= 1)
        .ofOthers(ofOthers);
  }

  /**
   * The first socket is bound without SO_REUSEPORT, so that an address that another program uses is
   * an error; only then do the others join it.
   */
  private ListenerGroup bind(InetSocketAddress address, int workers, Kind kind) {
    int[] sockets = new int[workers];
    int open = 0;
    try {
      sockets[0] = open(address, false, kind);
      open = 1;
      boolean shared = allowReusePort(sockets[0]);
      listen(sockets[0], kind);
      InetSocketAddress bound = os.localAddress(sockets[0]);
      if (!shared) {
        return new ListenerGroup(os, bound, new int[] {sockets[0]}, false);
      }
      while (open < sockets.length) {
        sockets[open] = open(bound, true, kind);
        listen(sockets[open++], kind);
      }
      return new ListenerGroup(os, bound, sockets, true);
    } catch (OsException e) {
      while (open > 0) {
        os.close(sockets[--open]);
      }
      throw e;
    }
  }

  private int open(InetSocketAddress address, boolean reusePort, Kind kind) {
    return kind.datagrams() ? os.bindUdp(address, reusePort) : os.bindTcp(address, reusePort);
  }

  private void listen(int socket, Kind kind) {
    if (!kind.datagrams()) {
      os.listen(socket, kind.backlog());
    }
  }

  private boolean allowReusePort(int socket) {
    try {
      os.allowReusePort(socket);
      return true;
    } catch (OsException e) {
      report.progress("one socket for all workers: " + e.getMessage());
      return false;
    }
  }
}

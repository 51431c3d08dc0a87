package net.brim.server.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.HttpSubserver;
import org.jspecify.annotations.Nullable;

/** Binds the addresses of subservers. */
final class Listeners {

  private static final long PAUSE_MILLIS = 200;

  private final Os os;
  private final BlockingQueue<Event> events;
  private final Report report;

  Listeners(Os os, BlockingQueue<Event> events, Report report) {
    this.os = os;
    this.events = events;
    this.report = report;
  }

  /**
   * Binds and listens, trying again for a while where another program has the address.
   *
   * @throws StartFailedException where it cannot be had
   */
  ListenerGroup open(HttpSubserver subserver, Duration retry) throws InterruptedException {
    long deadline = System.nanoTime() + retry.toNanos();
    boolean told = false;
    while (true) {
      try {
        return bind(subserver);
      } catch (OsException e) {
        if (e.errno() != OsException.EADDRINUSE || System.nanoTime() >= deadline) {
          throw new StartFailedException(cannotListen(subserver, e.getMessage()));
        }
        if (!told) {
          told = true;
          report.progress(
              "%s; trying again for %s"
                  .formatted(cannotListen(subserver, e.getMessage()), Durations.describe(retry)));
        }
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    if (events.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
        instanceof Event.SignalReceived(var name)) {
      throw new StartFailedException(
          "stopped by SIG%s while waiting for an address".formatted(name));
    }
  }

  private static String cannotListen(HttpSubserver subserver, @Nullable String reason) {
    return "[%s] cannot listen on port %d of %s: %s"
        .formatted(subserver.section(), subserver.port(), subserver.ip(), reason);
  }

  private ListenerGroup bind(HttpSubserver subserver) {
    if (!subserver.ip().equals("*")) {
      return bind(subserver, new InetSocketAddress(resolve(subserver), subserver.port()));
    }
    try {
      return bind(subserver, any(new byte[16], subserver.port()));
    } catch (OsException e) {
      if (e.errno() == OsException.EAFNOSUPPORT || e.errno() == OsException.EADDRNOTAVAIL) {
        return bind(subserver, any(new byte[4], subserver.port())); // a kernel without IPv6
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

  private static InetAddress resolve(HttpSubserver subserver) {
    try {
      return InetAddress.getByName(subserver.ip());
    } catch (UnknownHostException e) {
      throw new StartFailedException(
          cannotListen(subserver, "there is no address of that name"), e);
    }
  }

  /**
   * The first socket is bound without SO_REUSEPORT, so that an address that another program uses is
   * an error; only then do the others join it.
   */
  private ListenerGroup bind(HttpSubserver subserver, InetSocketAddress address) {
    int[] sockets = new int[subserver.workers()];
    int open = 0;
    try {
      sockets[0] = os.bindTcp(address, false);
      open = 1;
      boolean shared = sockets.length > 1 && allowReusePort(sockets[0]);
      os.listen(sockets[0], subserver.backlog());
      InetSocketAddress bound = os.localAddress(sockets[0]);
      if (!shared) {
        return new ListenerGroup(os, bound, new int[] {sockets[0]});
      }
      while (open < sockets.length) {
        sockets[open] = os.bindTcp(bound, true);
        os.listen(sockets[open++], subserver.backlog());
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

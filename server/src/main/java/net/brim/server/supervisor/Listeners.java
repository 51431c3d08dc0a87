package net.brim.server.supervisor;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.sockets.SocketFile;
import org.jspecify.annotations.Nullable;

/** Listens on the addresses of subservers. */
final class Listeners {

  private static final long PAUSE_MILLIS = 200;

  private final Os os;
  private final BlockingQueue<Event> events;
  private final Report report;
  private final PortListeners ports;
  private final List<Integer> configured;
  private final int firstInherited;

  /**
   * Listens on nothing yet.
   *
   * @param configured the descriptors that the configuration names
   * @param firstInherited the descriptor that the first of those is in this process; the others
   *     follow it
   */
  Listeners(
      Os os,
      BlockingQueue<Event> events,
      Report report,
      List<Integer> configured,
      int firstInherited) {
    this.os = os;
    this.events = events;
    this.report = report;
    this.ports = new PortListeners(os, report);
    this.configured = List.copyOf(configured);
    this.firstInherited = firstInherited;
  }

  /**
   * Listens, trying again for a while where another program has the address.
   *
   * @throws StartFailedException where it cannot be had
   */
  ListenerGroup open(Subserver subserver, ListenAddress address, Duration retry)
      throws InterruptedException {
    long deadline = System.nanoTime() + retry.toNanos();
    boolean told = false;
    while (true) {
      try {
        return listen(subserver, address);
      } catch (OsException e) {
        String problem = cannotListen(subserver, address, e.getMessage());
        if (e.errno() != OsException.EADDRINUSE || System.nanoTime() >= deadline) {
          throw new StartFailedException(problem, e);
        }
        if (!told) {
          told = true;
          report.progress("%s; trying again for %s".formatted(problem, Durations.describe(retry)));
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

  private static String cannotListen(
      Subserver subserver, ListenAddress address, @Nullable String reason) {
    return "[%s] cannot listen on %s: %s"
        .formatted(subserver.section(), address.describe(), reason);
  }

  private ListenerGroup listen(Subserver subserver, ListenAddress address)
      throws InterruptedException {
    if (address instanceof ListenAddress.Udp port) {
      return ports.bind(port, subserver.workers());
    }
    if (address instanceof ListenAddress.Inherited inherited) {
      return adopt(inherited.descriptor());
    }
    int backlog = ((StreamSubserver) subserver).backlog();
    if (address instanceof ListenAddress.Tcp port) {
      return ports.listen(port, subserver.workers(), backlog);
    }
    var unix = (ListenAddress.Unix) address;
    return new ListenerGroup(os, SocketFile.listen(os, unix.path(), unix.mode(), backlog));
  }

  private ListenerGroup adopt(int number) {
    int descriptor = firstInherited + configured.indexOf(number);
    SocketAddress address = os.listeningAddress(descriptor);
    os.setNonBlocking(descriptor);
    return new ListenerGroup(os, address, new int[] {descriptor});
  }
}

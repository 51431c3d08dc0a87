package net.brim.server.supervisor;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.AddressRetry;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.sockets.SocketFile;

/** Listens on the addresses of subservers. */
final class Listeners {

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
    try {
      return new AddressRetry(retry, this::pause)
          .bind(() -> listen(subserver, address), busy -> tell(subserver, address, busy, retry));
    } catch (OsException e) {
      throw new StartFailedException(cannotListen(subserver, address, e), e);
    }
  }

  private void tell(Subserver subserver, ListenAddress address, OsException busy, Duration retry) {
    report.progress(
        "%s; trying again for %s"
            .formatted(cannotListen(subserver, address, busy), Durations.describe(retry)));
  }

  private void pause(Duration time) throws InterruptedException {
    if (events.poll(time.toMillis(), TimeUnit.MILLISECONDS)
        instanceof Event.SignalReceived(var name)) {
      throw new StartFailedException(
          "stopped by SIG%s while waiting for an address".formatted(name));
    }
  }

  private static String cannotListen(
      Subserver subserver, ListenAddress address, OsException reason) {
    return "[%s] cannot listen on %s: %s"
        .formatted(subserver.section(), address.describe(), reason.getMessage());
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

package net.brim.server.supervisor;

import java.net.SocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.AddressRetry;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.sockets.SocketFile;

/**
 * All sockets that the supervisor listens on, by their addresses: a generation that listens where
 * the one before did has the same sockets.
 */
final class Listeners {

  private final Os os;
  private final AddressRetry.Pause pause;
  private final Report report;
  private final PassedSockets passed;
  private final PortListeners ports;
  private final List<Integer> configured;
  private final int firstInherited;
  private final Map<Object, ListenerGroup> groups = new LinkedHashMap<>();
  private final Map<ListenerGroup, ListenAddress> addresses = new LinkedHashMap<>();

  /**
   * Listens on nothing yet.
   *
   * @param pause between two attempts to have an address
   * @param passed taken in place of binding, where they have the address
   * @param configured the descriptors that the configuration names
   * @param firstInherited the descriptor that the first of those is in this process; the others
   *     follow it
   */
  Listeners(
      Os os,
      AddressRetry.Pause pause,
      Report report,
      PassedSockets passed,
      List<Integer> configured,
      int firstInherited) {
    this.os = os;
    this.pause = pause;
    this.report = report;
    this.passed = passed;
    this.ports = new PortListeners(os, report, passed);
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
    ListenerGroup before = groups.get(key(address));
    if (before != null) {
      grow(before, subserver);
      return before;
    }
    try {
      ListenerGroup group =
          new AddressRetry(retry, pause)
              .bind(
                  () -> listen(subserver, address), busy -> tell(subserver, address, busy, retry));
      put(address, group);
      grow(group, subserver);
      return group;
    } catch (OsException e) {
      throw new StartFailedException(cannotListen(subserver, address, e), e);
    }
  }

  private void put(ListenAddress address, ListenerGroup group) {
    groups.put(key(address), group);
    addresses.put(group, address);
  }

  /** Takes the sockets that another program of this process has left. */
  void adopt(Estate.Sockets left) {
    int[] sockets = left.descriptors().stream().mapToInt(Integer::intValue).toArray();
    ListenerGroup group =
        left.address() instanceof ListenAddress.Unix unix
            ? new ListenerGroup(os, SocketFile.adopt(os, unix.path(), sockets[0]))
            : new ListenerGroup(os, address(left, sockets[0]), sockets, left.steerable());
    group.listensTo(left.listening(), left.backlog());
    put(left.address(), group.ofOthers(left.ofOthers()));
  }

  private SocketAddress address(Estate.Sockets left, int socket) {
    return left.address() instanceof ListenAddress.Inherited
        ? os.listeningAddress(socket)
        : os.localAddress(socket);
  }

  /** What another program has to know of the sockets. */
  List<Estate.Sockets> describe() {
    return addresses.entrySet().stream()
        .filter(entry -> groups.containsValue(entry.getKey()))
        .map(entry -> entry.getKey().describe(entry.getValue()))
        .toList();
  }

  /**
   * The sockets of an address where the program listened that this process was before; closed ones
   * where it had given them up.
   */
  ListenerGroup resume(Subserver subserver, ListenAddress address) throws InterruptedException {
    return groups.containsKey(key(address))
        ? open(subserver, address, Duration.ZERO)
        : ListenerGroup.givenUp(os, address);
  }

  /** Closes all groups but those. */
  void keepOnly(Collection<ListenerGroup> used) {
    groups.values().stream().filter(group -> !used.contains(group)).forEach(ListenerGroup::close);
    groups.values().retainAll(used);
    addresses.keySet().retainAll(used);
  }

  /**
   * Closes sockets that were added to groups, and that nobody was sent to yet; only as long as no
   * worker was started that has them.
   */
  void takeBack() {
    groups.values().forEach(ListenerGroup::shrink);
  }

  /** Closes all sockets. */
  void close() {
    groups.values().forEach(ListenerGroup::close);
    groups.clear();
  }

  Collection<ListenerGroup> groups() {
    return groups.values();
  }

  /** The permissions of a unix socket do not make it another one. */
  private static Object key(ListenAddress address) {
    return address instanceof ListenAddress.Unix unix ? unix.path() : address;
  }

  /** Where the system refuses further sockets, the slots share those that there are. */
  private void grow(ListenerGroup group, Subserver subserver) {
    if (!group.canGrow()) {
      return;
    }
    int backlog = subserver instanceof StreamSubserver stream ? stream.backlog() : 0;
    try {
      ports.grow(group, subserver.workers(), backlog);
    } catch (OsException e) {
      Log.main()
          .log(
              Severity.NOTICE,
              "[%s] %d workers share the %d sockets of %s: %s"
                  .formatted(
                      subserver.section(),
                      subserver.workers(),
                      group.size(),
                      group.address(),
                      e.getMessage()));
    }
  }

  private void tell(Subserver subserver, ListenAddress address, OsException busy, Duration retry) {
    report.progress(
        "%s; trying again for %s"
            .formatted(cannotListen(subserver, address, busy), Durations.describe(retry)));
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
      return adopt(inherited);
    }
    int backlog = ((StreamSubserver) subserver).backlog();
    if (address instanceof ListenAddress.Tcp port) {
      return ports.listen(port, subserver.workers(), backlog);
    }
    var unix = (ListenAddress.Unix) address;
    Optional<PassedSockets.Passed> found = passed.take(unix.path(), Files.exists(unix.path()));
    if (found.isPresent()) {
      return adopt(unix, found.get());
    }
    return new ListenerGroup(os, SocketFile.listen(os, unix.path(), unix.mode(), backlog));
  }

  /** The file of a socket that was kept is ours, that of another unit is not. */
  private ListenerGroup adopt(ListenAddress.Unix unix, PassedSockets.Passed socket) {
    int descriptor = socket.descriptor().number();
    return socket.isKept()
        ? new ListenerGroup(os, SocketFile.adopt(os, unix.path(), descriptor))
        : new ListenerGroup(os, socket.address(), new int[] {descriptor}, false).ofOthers(1);
  }

  private ListenerGroup adopt(ListenAddress.Inherited inherited) {
    int place = configured.indexOf(inherited.descriptor());
    if (place < 0) {
      throw new OsException(inherited.text(), 0, "brimd did not inherit it when it was started");
    }
    int descriptor = firstInherited + place;
    SocketAddress address = os.listeningAddress(descriptor);
    os.setNonBlocking(descriptor);
    return new ListenerGroup(os, address, new int[] {descriptor}, false).ofOthers(1);
  }
}

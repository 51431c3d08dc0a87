package net.brim.server.supervisor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.SocketGroup;
import net.brim.server.sockets.SocketFile;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of one address: one for each slot, among which the kernel spreads new
 * connections, or a single one that all slots share where it cannot.
 *
 * <p>Sockets are added where a later generation has more slots, and stay until the address is given
 * up: closing one would cost the connections that wait there.
 */
final class ListenerGroup {

  private final Os os;
  private final SocketAddress address;
  private final List<Integer> sockets = new ArrayList<>();
  private final @Nullable SocketFile file;
  private int ofOthers;
  private int listening;
  private int backlog;
  private boolean steerable;
  private int[] steered = {};
  private boolean closed;

  /**
   * Of sockets that no file names, or that somebody else's does.
   *
   * @param steerable whether they are a {@code SO_REUSEPORT} group
   */
  ListenerGroup(Os os, SocketAddress address, int[] sockets, boolean steerable) {
    this(os, address, sockets, null, steerable);
  }

  /** Of a unix socket. */
  ListenerGroup(Os os, SocketFile file) {
    this(os, UnixDomainSocketAddress.of(file.path()), new int[] {file.descriptor()}, file, false);
  }

  private ListenerGroup(
      Os os, SocketAddress address, int[] sockets, @Nullable SocketFile file, boolean steerable) {
    this.os = os;
    this.address = address;
    this.file = file;
    this.steerable = steerable;
    this.listening = sockets.length;
    Arrays.stream(sockets).forEach(this.sockets::add);
  }

  /** Of an address where nobody listens any more. */
  static ListenerGroup givenUp(Os os, ListenAddress address) {
    var name = InetSocketAddress.createUnresolved(address.describe(), 0);
    var group = new ListenerGroup(os, name, new int[0], false);
    group.close();
    return group;
  }

  /** The first so many of them are from others, who keep them themselves. */
  ListenerGroup ofOthers(int count) {
    ofOthers = count;
    return this;
  }

  /** Those of ours that listen, by the names under which a service manager keeps them. */
  Map<String, Integer> stored() {
    var stored = new LinkedHashMap<String, Integer>();
    for (int i = ofOthers; i < listening; i++) {
      int socket = sockets.get(i);
      stored.put(StoreName.of(address, os.getsDatagrams(socket), i), socket);
    }
    return stored;
  }

  /** The address that they are bound to. */
  SocketAddress address() {
    return address;
  }

  /** One socket for each slot, in their order, or a single one for all. */
  List<Integer> sockets() {
    return List.copyOf(sockets);
  }

  int size() {
    return sockets.size();
  }

  /** What a worker is told of them. */
  SocketGroup describe() {
    return new SocketGroup(address instanceof UnixDomainSocketAddress, sockets.size());
  }

  /** So many of the sockets listen already, and the others will, with that backlog. */
  void listensTo(int first, int others) {
    listening = first;
    backlog = others;
  }

  /** What another program has to know of it. */
  Estate.Sockets describe(ListenAddress configured) {
    return new Estate.Sockets(configured, sockets, listening, backlog, steerable, ofOthers);
  }

  /** The file that names it; null where none of ours does. */
  @Nullable SocketFile file() {
    return file;
  }

  /** How many of the sockets, the first ones, get connections. */
  int listening() {
    return listening;
  }

  /** Whether further sockets can share the address. */
  boolean canGrow() {
    return steerable;
  }

  /**
   * Adds sockets that are bound, and that listen as soon as they are steered to. Those of datagrams
   * would get their share from now on: it still goes to the others alone.
   *
   * @param backlog of those of connections; 0 for datagrams
   */
  void grow(List<Integer> more, int backlog) {
    this.backlog = backlog;
    int before = sockets.size();
    sockets.addAll(more);
    if (backlog == 0 && !more.isEmpty()) {
      listening = sockets.size();
      if (steered.length == 0) {
        steer(IntStream.range(0, before).toArray());
      }
    }
  }

  /** Takes those of the added sockets back that nobody was sent to yet. */
  void shrink() {
    while (sockets.size() > listening) {
      os.close(sockets.removeLast());
    }
  }

  /** Makes the file of a unix socket that user's and that group's. */
  void giveTo(int user, int group) {
    if (file != null) {
      file.giveTo(user, group);
    }
  }

  /**
   * Sends new connections to those sockets alone, at random; one that stands there twice gets twice
   * as many.
   *
   * <p>A kernel that refuses costs no connection: those that wait at a dead slot are served by
   * others.
   */
  void steer(int[] live) {
    if (closed || live.length == 0) {
      return;
    }
    listen(Arrays.stream(live).max().getAsInt());
    // One that others bound is in no group until a second one listens.
    if (!steerable || listening == 1 || Arrays.equals(live, steered)) {
      return;
    }
    try {
      os.steer(sockets.getFirst(), live);
      steered = live.clone();
    } catch (OsException e) {
      steerable = false;
      Log.main()
          .log(
              Severity.WARNING,
              "connections to %s are not steered away from dead workers: %s"
                  .formatted(address, e.getMessage()));
    }
  }

  /** The kernel counts sockets in the order in which they begin to listen. */
  private void listen(int last) {
    while (listening <= last) {
      os.listen(sockets.get(listening++), backlog);
    }
  }

  /** Removes the file of a unix socket and closes the supervisor's descriptors. */
  void close() {
    if (!closed) {
      closed = true;
      if (file != null) {
        remove(file);
      }
      sockets.forEach(os::close);
    }
  }

  private static void remove(SocketFile file) {
    try {
      file.remove();
    } catch (IOException e) {
      Log.main()
          .log(Severity.NOTICE, "the file of a socket stays for the next start to replace: " + e);
    }
  }
}

package net.brim.server.supervisor;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * The listening sockets of one address: one for each slot, among which the kernel spreads new
 * connections, or a single one that all slots share where it cannot.
 */
final class ListenerGroup {

  private final Os os;
  private final InetSocketAddress address;
  private final int[] sockets;
  private boolean steerable;
  private boolean closed;

  ListenerGroup(Os os, InetSocketAddress address, int[] sockets) {
    this.os = os;
    this.address = address;
    this.sockets = sockets.clone();
    this.steerable = sockets.length > 1;
  }

  /** The address that they are bound to. */
  InetSocketAddress address() {
    return address;
  }

  /** One socket for each slot, in their order, or a single one for all. */
  List<Integer> sockets() {
    return Arrays.stream(sockets).boxed().toList();
  }

  /** Whether each slot has a socket of its own. */
  boolean isSpread() {
    return sockets.length > 1;
  }

  /**
   * Sends new connections to those slots alone, at random; to all where there are none.
   *
   * <p>A kernel that refuses costs no connection: those that wait at a dead slot are served by its
   * successor.
   */
  void steer(int[] slots) {
    if (!steerable || closed) {
      return;
    }
    try {
      os.steer(sockets[0], slots.length == 0 ? all() : slots);
    } catch (OsException e) {
      steerable = false;
      Log.main()
          .log(
              Severity.WARNING,
              "connections to %s are not steered away from dead workers: %s"
                  .formatted(address, e.getMessage()));
    }
  }

  /** Closes the supervisor's descriptors. */
  void close() {
    if (!closed) {
      closed = true;
      Arrays.stream(sockets).forEach(os::close);
    }
  }

  private int[] all() {
    return java.util.stream.IntStream.range(0, sockets.length).toArray();
  }
}

package net.brim.server.supervisor;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.List;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.SocketGroup;
import net.brim.server.sockets.SocketFile;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of one address: one for each slot, among which the kernel spreads new
 * connections, or a single one that all slots share where it cannot.
 */
final class ListenerGroup {

  private final Os os;
  private final SocketAddress address;
  private final int[] sockets;
  private final @Nullable SocketFile file;
  private boolean steerable;
  private boolean closed;

  /** Of sockets that no file names, or that somebody else's does. */
  ListenerGroup(Os os, SocketAddress address, int[] sockets) {
    this(os, address, sockets, null);
  }

  /** Of a unix socket. */
  ListenerGroup(Os os, SocketFile file) {
    this(os, UnixDomainSocketAddress.of(file.path()), new int[] {file.descriptor()}, file);
  }

  private ListenerGroup(Os os, SocketAddress address, int[] sockets, @Nullable SocketFile file) {
    this.os = os;
    this.address = address;
    this.sockets = sockets.clone();
    this.file = file;
    this.steerable = sockets.length > 1;
  }

  /** The address that they are bound to. */
  SocketAddress address() {
    return address;
  }

  /** One socket for each slot, in their order, or a single one for all. */
  List<Integer> sockets() {
    return Arrays.stream(sockets).boxed().toList();
  }

  /** What a worker is told of them. */
  SocketGroup describe() {
    return new SocketGroup(address instanceof UnixDomainSocketAddress, sockets.length);
  }

  /** Whether each slot has a socket of its own. */
  boolean isSpread() {
    return sockets.length > 1;
  }

  /** Makes the file of a unix socket that user's and that group's. */
  void giveTo(int user, int group) {
    if (file != null) {
      file.giveTo(user, group);
    }
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

  /** Removes the file of a unix socket and closes the supervisor's descriptors. */
  void close() {
    if (!closed) {
      closed = true;
      if (file != null) {
        remove(file);
      }
      Arrays.stream(sockets).forEach(os::close);
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

  private int[] all() {
    return java.util.stream.IntStream.range(0, sockets.length).toArray();
  }
}

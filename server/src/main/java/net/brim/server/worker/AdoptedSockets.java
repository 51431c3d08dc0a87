package net.brim.server.worker;

import java.io.IOException;
import java.util.List;
import net.brim.engine.HttpServer;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * The listening sockets that a worker inherited: of each address its own one, or the one of all
 * slots, and those of the other slots, which it may be told to cover.
 */
final class AdoptedSockets {

  private final HttpServer server;
  private final WorkerDescriptors descriptors;
  private final int slot;

  AdoptedSockets(HttpServer server, WorkerDescriptors descriptors, int slot) {
    this.server = server;
    this.descriptors = descriptors;
    this.slot = slot;
  }

  /** All of them are ours to close; accepted from are those of our slot. */
  void adopt() throws IOException {
    int descriptor = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; i < group.count(); i++) {
        adopt(descriptor++, group, !group.isSpread() || i == slot);
      }
    }
  }

  private void adopt(int descriptor, SocketGroup group, boolean own) throws IOException {
    if (group.unix()) {
      server.adoptUnix(descriptor);
    } else if (own) {
      server.adopt(descriptor);
    } else {
      server.adoptInReserve(descriptor);
    }
  }

  /** Accepts for those slots too, and for no others but our own. */
  void cover(List<String> slots) {
    int first = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; group.isSpread() && i < group.count(); i++) {
        server.accept(first + i, i == slot || slots.contains(Integer.toString(i)));
      }
      first += group.count();
    }
  }
}

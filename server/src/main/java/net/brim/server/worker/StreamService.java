package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.brim.engine.StreamServer;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * Serves connections to the listening sockets that a worker inherited: of each address its own one,
 * or the one of all slots, and those of the other slots, which it may be told to cover.
 */
final class StreamService implements Service {

  private final StreamServer server;
  private final WorkerDescriptors descriptors;
  private final int slot;

  StreamService(StreamServer server, WorkerDescriptors descriptors, int slot) {
    this.server = server;
    this.descriptors = descriptors;
    this.slot = slot;
  }

  /** Adopts all sockets, which are ours to close, and accepts from those of our slot. */
  @Override
  public void begin() throws IOException {
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

  @Override
  public void cover(List<String> slots) {
    int first = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; group.isSpread() && i < group.count(); i++) {
        server.accept(first + i, i == slot || slots.contains(Integer.toString(i)));
      }
      first += group.count();
    }
  }

  @Override
  public boolean drain(Duration limit) throws InterruptedException {
    return server.drain(limit);
  }

  @Override
  public String unfinished() {
    return server.openConnections() + " connections";
  }

  @Override
  public void close() {
    server.close();
  }
}

package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.brim.engine.StreamServer;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * Serves connections to the listening sockets that a worker inherited: of each address its own one,
 * or the one of all slots, and those of the other slots, which it may be told to accept from too.
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
        adopt(descriptor++, group, i == group.own(slot));
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
  public void accept(List<String> sockets) {
    int descriptor = descriptors.listeners();
    for (int i = 0; i < descriptors.groups().size(); i++) {
      for (int j = 0; j < descriptors.groups().get(i).count(); j++) {
        server.accept(descriptor++, sockets.contains(i + "." + j));
      }
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

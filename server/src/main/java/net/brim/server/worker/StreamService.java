package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.brim.engine.HttpServer;
import net.brim.engine.StreamServer;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * Serves connections to the listening sockets that a worker inherited: of each address its own one,
 * or the one of all slots, and those of the other slots, which it may be told to accept from too.
 *
 * <p>Connections that are idle are left to other workers when this one retires, and taken over from
 * others until then, where the protocol knows when one is idle.
 */
final class StreamService implements Service {

  private final StreamServer server;
  private final WorkerDescriptors descriptors;
  private final Place place;
  private final boolean handsOver;

  private StreamService(
      StreamServer server, WorkerDescriptors descriptors, Place place, boolean handsOver) {
    this.server = server;
    this.descriptors = descriptors;
    this.place = place;
    this.handsOver = handsOver;
  }

  /** Serves requests, between which connections may pass from worker to worker. */
  static StreamService ofRequests(HttpServer server, WorkerDescriptors descriptors, Place place) {
    return new StreamService(server, descriptors, place, true);
  }

  /**
   * Serves connections of which only the app knows when they are idle: those of a TCP server, which
   * a worker of HTTP is not to load.
   */
  static StreamService ofConnections(
      StreamServer server, WorkerDescriptors descriptors, Place place) {
    return new StreamService(server, descriptors, place, false);
  }

  /** Adopts all sockets, which are ours to close, and accepts from those of our slot. */
  @Override
  public void begin() throws IOException {
    int descriptor = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; i < group.count(); i++) {
        adopt(descriptor++, group, i == group.own(place.slot()));
      }
    }
    if (handsOver) {
      server.adoptFrom(descriptors.takeOver());
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
  public boolean retire(Duration limit) throws InterruptedException {
    return handsOver ? server.retire(descriptors.handOver(), limit) : server.retire(limit);
  }

  @Override
  public String unfinished() {
    return server.connections().describe();
  }

  @Override
  public void close() {
    server.close();
  }
}

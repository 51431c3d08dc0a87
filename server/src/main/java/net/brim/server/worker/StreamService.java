package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.brim.engine.HttpServer;
import net.brim.engine.StreamServer;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * Serves connections to the listening sockets that a worker inherited, as it is told: of each
 * address its own one, or the one of all slots, and at times those of other slots.
 *
 * <p>Connections that are idle are left to other workers when this one retires, and taken over from
 * others until then, where the protocol knows when one is idle.
 */
final class StreamService implements Service {

  private final StreamServer server;
  private final WorkerDescriptors descriptors;
  private final boolean handsOver;
  private boolean adopted;
  private boolean takesOver;

  private StreamService(StreamServer server, WorkerDescriptors descriptors, boolean handsOver) {
    this.server = server;
    this.descriptors = descriptors;
    this.handsOver = handsOver;
  }

  /** Serves requests, between which connections may pass from worker to worker. */
  static StreamService ofRequests(HttpServer server, WorkerDescriptors descriptors) {
    return new StreamService(server, descriptors, true);
  }

  /**
   * Serves connections of which only the app knows when they are idle: those of a TCP server, which
   * a worker of HTTP is not to load.
   */
  static StreamService ofConnections(StreamServer server, WorkerDescriptors descriptors) {
    return new StreamService(server, descriptors, false);
  }

  @Override
  public void begin() throws IOException {
    if (!adopted) {
      prepare();
    }
  }

  /** Adopts all sockets, which are ours to close. */
  @Override
  public void prepare() throws IOException {
    adopted = true;
    int descriptor = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; i < group.count(); i++) {
        adopt(descriptor++, group);
      }
    }
  }

  private void adopt(int descriptor, SocketGroup group) throws IOException {
    if (group.unix()) {
      server.adoptUnixInReserve(descriptor);
    } else {
      server.adoptInReserve(descriptor);
    }
  }

  @Override
  public void accept(List<String> sockets) {
    if (handsOver && !takesOver && !sockets.isEmpty()) {
      takesOver = true;
      takeOver();
    }
    int descriptor = descriptors.listeners();
    for (int i = 0; i < descriptors.groups().size(); i++) {
      for (int j = 0; j < descriptors.groups().get(i).count(); j++) {
        server.accept(descriptor++, sockets.contains(i + "." + j));
      }
    }
  }

  private void takeOver() {
    try {
      server.adoptFrom(descriptors.takeOver());
    } catch (IOException e) {
      Log.main().log(Severity.ERROR, "connections of workers that retire cannot be had", e);
    }
  }

  @Override
  public void cease() {
    server.cease();
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
  public boolean finishAlone(Duration limit) throws InterruptedException {
    return handsOver ? server.retire(limit) : server.drain(limit);
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

package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.engine.UdpServer;
import net.brim.engine.udp.DatagramEndpoint;
import net.brim.os.Os;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerDescriptors;

/**
 * Serves datagrams that come to the sockets that a worker inherited, as it is told: of each address
 * its own one, or the one of all slots, and at times those of other slots.
 */
final class DatagramService implements Service {

  private final UdpServer server;
  private final WorkerDescriptors descriptors;
  private final Place place;
  private final int longest;

  /** In their order, of all groups and slots. */
  private final List<DatagramEndpoint> endpoints = new ArrayList<>();

  /**
   * Serves nothing yet.
   *
   * @param longest bytes that a datagram may have
   */
  DatagramService(UdpServer server, WorkerDescriptors descriptors, Place place, int longest) {
    this.server = server;
    this.descriptors = descriptors;
    this.place = place;
    this.longest = longest;
  }

  /** Adopts all sockets, which are ours to close. */
  @Override
  public void begin() throws IOException {
    Os os = Os.current();
    int slot = place.slot();
    int descriptor = descriptors.listeners();
    for (SocketGroup group : descriptors.groups()) {
      for (int i = 0; i < group.count(); i++) {
        var endpoint = new KernelSocket(os, descriptor++, longest);
        endpoints.add(endpoint);
        // What is lost at the socket of all slots is told by one of them.
        server.adopt(endpoint, false, group.isSpread() ? i == slot : slot == 0);
      }
    }
  }

  @Override
  public void accept(List<String> sockets) {
    int endpoint = 0;
    for (int i = 0; i < descriptors.groups().size(); i++) {
      for (int j = 0; j < descriptors.groups().get(i).count(); j++) {
        server.read(endpoints.get(endpoint++), sockets.contains(i + "." + j));
      }
    }
  }

  /** A drain reads what has come, and no more: it must find that this worker still reads. */
  @Override
  public void cease() {}

  @Override
  public boolean drain(Duration limit) throws InterruptedException {
    return server.drain(limit);
  }

  @Override
  public String unfinished() {
    return "the work for " + server.running() + " datagrams";
  }

  @Override
  public void close() {
    server.close();
  }
}

package net.brim.engine.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import net.brim.api.Datagram;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.UdpSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One virtual thread's work: datagram after datagram, and the socket as the app sees it. */
final class Turn implements UdpSocket, Runnable {

  private final Station station;
  private final UdpContext context;
  private final @Nullable ReceivedDatagram only;
  private @Nullable Thread thread;

  /** As many datagrams as there are. */
  Turn(Station station, UdpContext context) {
    this.station = station;
    this.context = context;
    this.only = null;
  }

  /** One datagram, on a thread that the loop does not carry. */
  Turn(Station station, UdpContext context, ReceivedDatagram only) {
    this.station = station;
    this.context = context;
    this.only = only;
  }

  @Override
  public void run() {
    try {
      if (only == null) {
        thread = Thread.currentThread();
        station.serveAll(this);
      } else {
        station.serve(only, this);
      }
    } finally {
      station.ended();
    }
  }

  @Override
  public void reply(Datagram datagram, byte[] bytes) throws IOException {
    if (datagram instanceof ReceivedDatagram received) {
      station.sender().send(received.route(), bytes, carried());
    } else {
      send(datagram.remoteAddress(), bytes);
    }
  }

  @Override
  public void send(InetSocketAddress to, byte[] bytes) throws IOException {
    station.sender().send(Route.to(to), bytes, carried());
  }

  /** False too of threads of the app's own that it has given this to. */
  private boolean carried() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public Server server() {
    return context.server();
  }

  @Override
  public Logger logger() {
    return context.logger();
  }

  @Override
  public Stats stats() {
    return context.stats();
  }

  @Override
  public JsonCodec json() {
    return context.json();
  }

  @Override
  public boolean draining() {
    return station.draining();
  }
}

package net.brim.engine;

import java.util.List;
import java.util.stream.IntStream;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;

/** Starts the hubs of a server. */
final class Hubs {

  private Hubs() {}

  /** So many, each of which tells {@code pulse} under its own number. */
  static List<Hub> start(int number, Transport transport, Pulse pulse) {
    return IntStream.range(0, number)
        .mapToObj(hub -> new Hub(transport, time -> pulse.beat(hub, time)))
        .toList();
  }
}

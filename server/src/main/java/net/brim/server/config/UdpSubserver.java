package net.brim.server.config;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code [udp]} section says, which is also the section of its app.
 *
 * @param section its name as it was written, such as {@code udp#alternate}
 * @param concurrentPerWorker datagrams that a worker has in work at once
 * @param maxDatagramSize bytes of a datagram; longer ones are counted, and handed to nobody
 */
public record UdpSubserver(
    String section,
    List<ListenAddress> addresses,
    int workers,
    int hubs,
    int concurrentPerWorker,
    int maxDatagramSize,
    @Nullable String json,
    List<String> javaOptions,
    OptionalInt nice,
    WorkerLimits limits,
    int spares,
    LogSettings log)
    implements Subserver {

  public UdpSubserver {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("[" + section + "] has no address");
    }
    javaOptions = List.copyOf(javaOptions);
  }

  @Override
  public String scheme() {
    return "udp";
  }
}

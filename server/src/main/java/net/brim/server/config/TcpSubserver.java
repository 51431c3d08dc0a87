package net.brim.server.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code [tcp]} section says, which is also the section of its app.
 *
 * @param section its name as it was written, such as {@code tcp#alternate}
 * @param backlog the length of the accept queue of each listening socket
 * @param clientTimeout how long a connection waits for its client
 * @param concurrentPerWorker connections that a worker has at once
 */
public record TcpSubserver(
    String section,
    List<ListenAddress> addresses,
    int backlog,
    int workers,
    int hubs,
    Duration clientTimeout,
    int concurrentPerWorker,
    TlsOptions tls,
    @Nullable String json,
    List<String> javaOptions,
    OptionalInt nice,
    WorkerLimits limits,
    int spares,
    LogSettings log)
    implements StreamSubserver {

  public TcpSubserver {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("[" + section + "] has no address");
    }
    javaOptions = List.copyOf(javaOptions);
  }

  @Override
  public String scheme() {
    return tls.enabled() ? "tls" : "tcp";
  }
}

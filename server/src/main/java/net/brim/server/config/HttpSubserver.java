package net.brim.server.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.WireProtocol;
import net.brim.engine.threads.PoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code [http]} or {@code [wsgi]} section says.
 *
 * @param section its name as it was written, such as {@code wsgi#admin}
 * @param addresses where it listens, at least one; no two of them overlap
 * @param backlog the length of the accept queue of each listening socket
 * @param apps the pipeline, in order; the 404 at its end is not in it
 * @param protocol what is spoken on its sockets
 * @param countStatusCodes the status codes that are counted one by one, from 100 to 599, ascending
 * @param forwardedAllowIps the peers whose word about their clients is believed, as in {@link
 *     net.brim.engine.http.TrustedProxies#of}
 * @param proxyProtocol whether connections of those peers begin with a PROXY header
 * @param pool of the threads that the apps run on where the model is {@code threaded}
 * @param requestTimeout how long the apps may take for a request; null for any time
 * @param quota how many requests a worker may answer before it is replaced
 * @param warmup what a worker asks itself before it is ready; null for nothing
 * @param json the class of the JSON codec; null for the built-in one
 * @param javaOptions flags for the JVM of each worker, after Brim's own
 * @param nice what is added to the supervisor's own niceness for the workers, -20 to 19; empty for
 *     none
 */
public record HttpSubserver(
    String section,
    List<ListenAddress> addresses,
    int backlog,
    int workers,
    int hubs,
    List<AppSettings> apps,
    WireProtocol protocol,
    SortedSet<Integer> countStatusCodes,
    HttpSettings http,
    List<String> forwardedAllowIps,
    boolean proxyProtocol,
    WorkerModel workerModel,
    PoolSettings pool,
    @Nullable Duration requestTimeout,
    RequestQuota quota,
    @Nullable String warmup,
    TlsOptions tls,
    @Nullable String json,
    List<String> javaOptions,
    OptionalInt nice,
    WorkerLimits limits,
    int spares,
    LogSettings log,
    AccessLogSettings accessLog)
    implements StreamSubserver {

  public HttpSubserver {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("[" + section + "] has no address");
    }
    apps = List.copyOf(apps);
    countStatusCodes = Collections.unmodifiableSortedSet(new TreeSet<>(countStatusCodes));
    forwardedAllowIps = List.copyOf(forwardedAllowIps);
    javaOptions = List.copyOf(javaOptions);
  }

  @Override
  public String scheme() {
    return protocol == WireProtocol.HTTP
        ? (tls.enabled() ? "https" : "http")
        : protocol.name().toLowerCase(Locale.ROOT);
  }

  /** A connection tells who passes it on at its beginning alone. */
  @Override
  public boolean takesConnectionsOf(Subserver before) {
    return StreamSubserver.super.takesConnectionsOf(before)
        && before instanceof HttpSubserver http
        && http.proxyProtocol == proxyProtocol;
  }

  /** Whether it answers one request from standard input, as CGI. */
  public boolean isCgi() {
    return !addresses.isEmpty() && addresses.getFirst() instanceof ListenAddress.Stdin;
  }
}

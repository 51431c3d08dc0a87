package net.brim.server.worker;

import java.time.Instant;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.JsonCodec;
import net.brim.api.TcpApp;
import net.brim.engine.Pulse;
import net.brim.engine.TcpServer;
import net.brim.engine.TcpServerBuilder;
import net.brim.server.config.TcpSubserver;
import net.brim.server.logging.LogChannel;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.SoloApp;
import net.brim.server.plan.TlsFiles;
import net.brim.server.plan.WorkerDescriptors;
import net.brim.server.stats.Bucket;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/** Builds the engine of one {@code [tcp]} subserver: its app, its counters, its log. */
final class TcpService {

  private final Conf conf;
  private final AppLoader loader;
  private final @Nullable TlsFiles tls;
  private final StatsMemory memory;

  TcpService(Conf conf, AppLoader loader, @Nullable TlsFiles tls, StatsMemory memory) {
    this.conf = conf;
    this.loader = loader;
    this.tls = tls;
    this.memory = memory;
  }

  /** What a worker does for that subserver; throws as {@link #describe} does. */
  Service inWorker(
      TcpSubserver subserver,
      int slot,
      LogChannel channel,
      WorkerDescriptors descriptors,
      Pulse pulse) {
    TcpServer server = describe(subserver, slot, channel).pulse(pulse).build();
    return new StreamService(server, descriptors, slot);
  }

  /**
   * The engine, to be built.
   *
   * @throws ConfException of the app, as it was thrown
   * @throws AppFailedException where the app threw anything else
   */
  TcpServerBuilder describe(TcpSubserver subserver, int slot, LogChannel channel) {
    Bucket bucket = memory.bucket(subserver.section(), slot);
    SoloApp<?, TcpApp> app = loader.prepareTcp(subserver.section(), conf);
    TcpServerBuilder builder = TcpServer.builder(() -> begin(app, bucket));
    if (tls != null && subserver.tls().enabled()) {
      builder.tls(tls.settings(subserver, loader.tlsProvider(subserver, conf)));
    }
    return builder
        .timeout(subserver.clientTimeout())
        .maxConnections(subserver.concurrentPerWorker())
        .hubs(subserver.hubs())
        .server(new ServerView(subserver.section(), slot, memory))
        .stats(bucket)
        .json(codec(subserver))
        .logger(channel.logger(subserver.section()));
  }

  /** The time of the start is that of the app, which may not be the first one of its worker. */
  private static TcpApp begin(SoloApp<?, TcpApp> app, Bucket bucket) {
    TcpApp begun = app.create();
    bucket.set(HttpStats.START_TIME, Instant.now().getEpochSecond());
    return begun;
  }

  private JsonCodec codec(TcpSubserver subserver) {
    return subserver.json() == null ? new LazyCodec() : loader.codec(subserver.section(), conf);
  }
}

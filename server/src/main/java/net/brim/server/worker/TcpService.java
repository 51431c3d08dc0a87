package net.brim.server.worker;

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
import org.jspecify.annotations.Nullable;

/** Builds the engine of one {@code [tcp]} subserver: its app, its counters, its log. */
final class TcpService {

  private final Conf conf;
  private final AppLoader loader;
  private final @Nullable TlsFiles tls;

  TcpService(Conf conf, AppLoader loader, @Nullable TlsFiles tls) {
    this.conf = conf;
    this.loader = loader;
    this.tls = tls;
  }

  /** What a worker does for that subserver; throws as {@link #describe} does. */
  Service inWorker(
      TcpSubserver subserver,
      Place place,
      LogChannel channel,
      WorkerDescriptors descriptors,
      Pulse pulse) {
    TcpServer server = describe(subserver, place, channel).pulse(pulse).build();
    return StreamService.ofConnections(server, descriptors);
  }

  /**
   * The engine, to be built.
   *
   * @throws ConfException of the app, as it was thrown
   * @throws AppFailedException where the app threw anything else
   */
  TcpServerBuilder describe(TcpSubserver subserver, Place place, LogChannel channel) {
    SoloApp<?, TcpApp> app = loader.prepareTcp(subserver.section(), conf);
    TcpServerBuilder builder = TcpServer.builder(() -> begin(app, place));
    if (tls != null && subserver.tls().enabled()) {
      builder.tls(tls.settings(subserver, loader.tlsProvider(subserver, conf)));
    }
    return builder
        .timeout(subserver.clientTimeout())
        .maxConnections(subserver.concurrentPerWorker())
        .hubs(subserver.hubs())
        .server(new ServerView(place))
        .stats(place.bucket())
        .json(codec(subserver))
        .logger(channel.logger(subserver.section()));
  }

  /** The time of the start is that of the app, which may not be the first one of its worker. */
  private static TcpApp begin(SoloApp<?, TcpApp> app, Place place) {
    TcpApp begun = app.create();
    place.begin();
    return begun;
  }

  private JsonCodec codec(TcpSubserver subserver) {
    return subserver.json() == null ? new LazyCodec() : loader.codec(subserver.section(), conf);
  }
}

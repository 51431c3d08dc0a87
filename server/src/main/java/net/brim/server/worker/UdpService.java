package net.brim.server.worker;

import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.JsonCodec;
import net.brim.api.UdpApp;
import net.brim.engine.Pulse;
import net.brim.engine.UdpServer;
import net.brim.engine.UdpServerBuilder;
import net.brim.server.config.UdpSubserver;
import net.brim.server.logging.LogChannel;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.SoloApp;
import net.brim.server.plan.WorkerDescriptors;

/** Describes the engine of one {@code [udp]} subserver: its app, its counters, its log. */
final class UdpService {

  private final Conf conf;
  private final AppLoader loader;

  UdpService(Conf conf, AppLoader loader) {
    this.conf = conf;
    this.loader = loader;
  }

  /** What a worker does for that subserver; throws as {@link #describe} does. */
  Service inWorker(
      UdpSubserver subserver,
      Place place,
      LogChannel channel,
      WorkerDescriptors descriptors,
      Pulse pulse) {
    return new DatagramService(
        describe(subserver, place, channel).pulse(pulse).buildAdopting(),
        descriptors,
        place,
        subserver.maxDatagramSize());
  }

  /**
   * The engine, to be built.
   *
   * @throws ConfException of the app, as it was thrown
   * @throws AppFailedException where the app threw anything else
   */
  UdpServerBuilder describe(UdpSubserver subserver, Place place, LogChannel channel) {
    SoloApp<?, UdpApp> app = loader.prepareUdp(subserver.section(), conf);
    return UdpServer.builder(() -> begin(app, place))
        .maxConcurrent(subserver.concurrentPerWorker())
        .maxDatagramSize(subserver.maxDatagramSize())
        .hubs(subserver.hubs())
        .server(new ServerView(place))
        .stats(place.bucket())
        .json(codec(subserver))
        .logger(channel.logger(subserver.section()));
  }

  /** The time of the start is that of the app, which may not be the first one of its worker. */
  private static UdpApp begin(SoloApp<?, UdpApp> app, Place place) {
    UdpApp begun = app.create();
    place.begin();
    return begun;
  }

  private JsonCodec codec(UdpSubserver subserver) {
    return subserver.json() == null ? new LazyCodec() : loader.codec(subserver.section(), conf);
  }
}

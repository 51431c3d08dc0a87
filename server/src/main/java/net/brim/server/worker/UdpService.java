package net.brim.server.worker;

import java.time.Instant;
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
import net.brim.server.stats.Bucket;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsMemory;

/** Describes the engine of one {@code [udp]} subserver: its app, its counters, its log. */
final class UdpService {

  private final Conf conf;
  private final AppLoader loader;
  private final StatsMemory memory;

  UdpService(Conf conf, AppLoader loader, StatsMemory memory) {
    this.conf = conf;
    this.loader = loader;
    this.memory = memory;
  }

  /** What a worker does for that subserver; throws as {@link #describe} does. */
  Service inWorker(
      UdpSubserver subserver,
      int slot,
      LogChannel channel,
      WorkerDescriptors descriptors,
      Pulse pulse) {
    return new DatagramService(
        describe(subserver, slot, channel).pulse(pulse).buildAdopting(),
        descriptors,
        slot,
        subserver.maxDatagramSize());
  }

  /**
   * The engine, to be built.
   *
   * @throws ConfException of the app, as it was thrown
   * @throws AppFailedException where the app threw anything else
   */
  UdpServerBuilder describe(UdpSubserver subserver, int slot, LogChannel channel) {
    Bucket bucket = memory.bucket(subserver.section(), slot);
    SoloApp<?, UdpApp> app = loader.prepareUdp(subserver.section(), conf);
    return UdpServer.builder(() -> begin(app, bucket))
        .maxConcurrent(subserver.concurrentPerWorker())
        .maxDatagramSize(subserver.maxDatagramSize())
        .hubs(subserver.hubs())
        .server(new ServerView(subserver.section(), slot, memory))
        .stats(bucket)
        .json(codec(subserver))
        .logger(channel.logger(subserver.section()));
  }

  /** The time of the start is that of the app, which may not be the first one of its worker. */
  private static UdpApp begin(SoloApp<?, UdpApp> app, Bucket bucket) {
    UdpApp begun = app.create();
    bucket.set(HttpStats.START_TIME, Instant.now().getEpochSecond());
    return begun;
  }

  private JsonCodec codec(UdpSubserver subserver) {
    return subserver.json() == null ? new LazyCodec() : loader.codec(subserver.section(), conf);
  }
}

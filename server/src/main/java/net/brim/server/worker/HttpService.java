package net.brim.server.worker;

import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.engine.HttpServer;
import net.brim.engine.HttpServerBuilder;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.threads.PoolSettings;
import net.brim.server.apps.NotFound;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.AppSettings;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.LogSettings;
import net.brim.server.config.WorkerModel;
import net.brim.server.logging.Log;
import net.brim.server.logging.LogChannel;
import net.brim.server.logging.RequestLogs;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.PreparedApp;
import net.brim.server.plan.TlsFiles;
import net.brim.server.stats.Bucket;
import net.brim.server.stats.HttpStats;
import org.jspecify.annotations.Nullable;

/** Builds the engine of one subserver: its pipeline, its counters, its logs. */
final class HttpService {

  private final Conf conf;
  private final AppLoader loader;
  private final @Nullable TlsFiles tls;

  HttpService(Conf conf, AppLoader loader, @Nullable TlsFiles tls) {
    this.conf = conf;
    this.tls = tls;
    this.loader = loader;
  }

  /**
   * The engine, which does not accept yet.
   *
   * @param log its settings as they are in this process
   * @param access how its requests are logged in this process
   * @param reporting what the supervisor is told
   * @throws ConfException of an app, as it was thrown, or of a warm-up that failed
   * @throws AppFailedException where an app threw anything else
   */
  HttpServer build(
      HttpSubserver subserver,
      Place place,
      LogChannel channel,
      LogSettings log,
      AccessLogSettings access,
      Reporting reporting) {
    HttpServerBuilder builder =
        describe(subserver, place, channel, log, access).pulse(reporting.pulse());
    if (subserver.quota().isSet()) {
      builder.counters(quotaCounters(subserver, place, reporting));
    }
    return WarmUp.done(builder.build(), subserver);
  }

  private static HttpCounters quotaCounters(
      HttpSubserver subserver, Place place, Reporting reporting) {
    Bucket bucket = place.bucket();
    long limit = QuotaCounter.limit(subserver.quota(), place.slot(), System.nanoTime());
    var requests =
        new QuotaCounter(
            bucket.counter(HttpStats.REQUEST_COUNT),
            limit,
            () -> reporting.recycle("it has answered %d requests (max_requests)".formatted(limit)));
    return Counters.of(bucket, subserver.countStatusCodes(), requests);
  }

  /** The engine in a process that no supervisor knows of, where all logs may go to the terminal. */
  HttpServerBuilder describeAttached(HttpSubserver subserver, Place place) {
    LogSettings log = LogTargets.effective(subserver.log(), true);
    AccessLogSettings access =
        LogTargets.with(
            subserver.accessLog(),
            LogTargets.effective(LogTargets.with(log, subserver.accessLog().to()), true).to());
    return describe(subserver, place, Log.channel(log), log, access);
  }

  private HttpServerBuilder describe(
      HttpSubserver subserver,
      Place place,
      LogChannel channel,
      LogSettings log,
      AccessLogSettings access) {
    Bucket bucket = place.bucket();
    place.begin();
    var builder = HttpServer.builder(pipeline(subserver));
    if (subserver.workerModel() == WorkerModel.THREADED) {
      builder.threads(subserver.pool());
    } else if (subserver.workerModel() == WorkerModel.SINGLE) {
      builder.threads(PoolSettings.single(subserver.pool().maxQueue()));
    }
    if (subserver.requestTimeout() != null) {
      builder.requestTimeout(subserver.requestTimeout());
    }
    if (tls != null && subserver.tls().enabled()) {
      builder.tls(tls.settings(subserver, loader.tlsProvider(subserver, conf)));
    }
    return builder
        .protocol(subserver.protocol())
        .settings(subserver.http())
        .proxies(TrustedProxies.of(subserver.forwardedAllowIps()))
        .proxyProtocol(subserver.proxyProtocol())
        .hubs(subserver.hubs())
        .requestLog(RequestLogs.of(channel, log, access))
        .counters(Counters.of(bucket, subserver.countStatusCodes()))
        .server(new ServerView(place))
        .stats(bucket)
        .json(codec(subserver))
        .logger(channel.logger(subserver.section()));
  }

  private HttpApp pipeline(HttpSubserver subserver) {
    HttpApp next = new NotFound();
    for (AppSettings app : subserver.apps().reversed()) {
      next = create(loader.prepare(app.name(), conf), next);
    }
    return next;
  }

  private static HttpApp create(PreparedApp<?> app, HttpApp next) {
    try {
      return app.create(next);
    } catch (ConfException | AppFailedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new AppFailedException(app.name(), app.factory().getClass().getName(), e);
    }
  }

  private JsonCodec codec(HttpSubserver subserver) {
    return subserver.json() == null ? new LazyCodec() : loader.codec(subserver.section(), conf);
  }
}

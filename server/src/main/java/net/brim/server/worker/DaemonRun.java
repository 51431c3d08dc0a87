package net.brim.server.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.brim.api.DaemonContext;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import org.slf4j.Logger;

/** What a daemon can ask of its worker. */
final class DaemonRun implements DaemonContext {

  private final Server server;
  private final Logger logger;
  private final Stats stats;
  private final JsonCodec json;
  private final CountDownLatch draining = new CountDownLatch(1);

  DaemonRun(Server server, Logger logger, Stats stats, JsonCodec json) {
    this.server = server;
    this.logger = logger;
    this.stats = stats;
    this.json = json;
  }

  /** Tells the daemon to come to its end. */
  void drain() {
    draining.countDown();
  }

  @Override
  public boolean awaitDraining(Duration time) throws InterruptedException {
    return draining.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  @Override
  public void awaitDraining() throws InterruptedException {
    draining.await();
  }

  @Override
  public boolean draining() {
    return draining.getCount() == 0;
  }

  @Override
  public Server server() {
    return server;
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public Stats stats() {
    return stats;
  }

  @Override
  public JsonCodec json() {
    return json;
  }
}

package net.brim.server.worker;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.engine.HttpServer;
import net.brim.os.OsException;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Settings;
import net.brim.server.control.ProcessSignals;
import net.brim.server.logging.Log;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Listening;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.TlsFiles;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/** All subservers in one process that no supervisor knows of. */
public final class InProcess {

  private final Settings settings;
  private final AppLoader loader;
  private final HttpService service;
  private final OwnSockets sockets = new OwnSockets();

  /** Apps of that loader, with statistics that end with this process. */
  public InProcess(
      Conf conf, Settings settings, StatsLayout layout, @Nullable TlsFiles tls, AppLoader loader) {
    this.settings = settings;
    this.loader = loader;
    this.service =
        new HttpService(
            conf, loader, tls, StatsMemory.create(layout, Instant.now().getEpochSecond()));
  }

  /** Serves until a signal ends it; returns the exit status. */
  public int run(Consumer<String> say, Consumer<String> complain) throws InterruptedException {
    var end = new CountDownLatch(1);
    for (String name : List.of("INT", "TERM", "HUP")) {
      ProcessSignals.handle(name, signal -> end.countDown());
    }
    Thread.currentThread().setContextClassLoader(loader.classLoader());
    var _ = Log.open(LogTargets.effective(settings.brim().log(), true));
    var servers = new ArrayList<HttpServer>();
    try {
      for (HttpSubserver subserver : settings.subservers()) {
        HttpServer server = service.describeAttached(subserver).build();
        servers.add(server);
        listen(server, subserver, say);
      }
      end.await();
      return 0;
    } catch (IOException | ConfException | AppFailedException e) {
      complain.accept(String.valueOf(e.getMessage()));
      return 1;
    } finally {
      sockets.removeFiles(complain);
      servers.forEach(HttpServer::close);
      var _ = Log.close(Duration.ofSeconds(1));
    }
  }

  private void listen(HttpServer server, HttpSubserver subserver, Consumer<String> say)
      throws InterruptedException, IOException {
    var addresses = new ArrayList<SocketAddress>();
    for (ListenAddress address : subserver.addresses()) {
      try {
        addresses.add(sockets.listen(server, address, subserver.backlog()));
      } catch (IOException | OsException e) {
        throw new IOException(
            "[%s] cannot listen on %s: %s"
                .formatted(subserver.section(), address.describe(), e.getMessage()),
            e);
      }
    }
    say.accept(Listening.describe(subserver.section(), subserver.scheme(), addresses));
  }
}

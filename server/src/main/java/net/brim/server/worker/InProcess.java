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
import net.brim.engine.StreamServer;
import net.brim.engine.UdpServer;
import net.brim.os.OsException;
import net.brim.os.service.ProcessSignals;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.LogSettings;
import net.brim.server.config.Settings;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.config.TcpSubserver;
import net.brim.server.config.UdpSubserver;
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
  private final StatsMemory memory;
  private final HttpService http;
  private final TcpService tcp;
  private final UdpService udp;
  private final OwnSockets sockets = new OwnSockets();

  /** Apps of that loader, with statistics that end with this process. */
  public InProcess(
      Conf conf, Settings settings, StatsLayout layout, @Nullable TlsFiles tls, AppLoader loader) {
    this.settings = settings;
    this.loader = loader;
    this.memory = StatsMemory.create(layout, Instant.now().getEpochSecond());
    this.http = new HttpService(conf, loader, tls);
    this.tcp = new TcpService(conf, loader, tls);
    this.udp = new UdpService(conf, loader);
  }

  /** Serves until a signal ends it; returns the exit status. */
  public int run(Consumer<String> say, Consumer<String> complain) throws InterruptedException {
    var end = new CountDownLatch(1);
    for (String name : List.of("INT", "TERM", "HUP")) {
      ProcessSignals.handle(name, signal -> end.countDown());
    }
    Thread.currentThread().setContextClassLoader(loader.classLoader());
    var _ = Log.open(LogTargets.effective(settings.brim().log(), true));
    var servers = new ArrayList<Runnable>();
    try {
      for (Subserver subserver : settings.subservers()) {
        switch (subserver) {
          case StreamSubserver streams -> {
            StreamServer server = build(streams);
            servers.add(server::close);
            listen(streams, address -> sockets.listen(server, address, streams.backlog()), say);
          }
          case UdpSubserver datagrams -> {
            var server = new OwnDatagrams(build(datagrams), datagrams.maxDatagramSize());
            servers.add(server::close);
            listen(datagrams, address -> server.bind((ListenAddress.Udp) address), say);
          }
          case DaemonSubserver daemons -> complain.accept(notRun(daemons));
        }
      }
      if (servers.isEmpty()) {
        complain.accept("there is nothing else to run");
        return 1;
      }
      end.await();
      return 0;
    } catch (IOException | ConfException | AppFailedException e) {
      complain.accept(String.valueOf(e.getMessage()));
      return 1;
    } finally {
      sockets.removeFiles(complain);
      servers.forEach(Runnable::run);
      var _ = Log.close(Duration.ofSeconds(1));
    }
  }

  private static String notRun(DaemonSubserver daemons) {
    return "[%s] no-daemon runs no daemons: `brimd start` runs %s"
        .formatted(daemons.section(), String.join(", ", daemons.slots()));
  }

  private Place place(Subserver subserver) {
    return Place.of(memory, subserver.section(), 0);
  }

  private StreamServer build(StreamSubserver subserver) {
    return switch (subserver) {
      case HttpSubserver ofHttp ->
          WarmUp.done(http.describeAttached(ofHttp, place(ofHttp)).build(), ofHttp);
      case TcpSubserver ofTcp -> {
        LogSettings log = LogTargets.effective(ofTcp.log(), true);
        yield tcp.describe(ofTcp, place(ofTcp), Log.channel(log)).build();
      }
    };
  }

  private UdpServer build(UdpSubserver subserver) {
    LogSettings log = LogTargets.effective(subserver.log(), true);
    var builder = udp.describe(subserver, place(subserver), Log.channel(log));
    return UdpServer.canAdopt() ? builder.buildAdopting() : builder.build();
  }

  /** Has a server listen; returns where. */
  @FunctionalInterface
  private interface Listen {
    SocketAddress at(ListenAddress address) throws IOException, InterruptedException;
  }

  private static void listen(Subserver subserver, Listen listen, Consumer<String> say)
      throws InterruptedException, IOException {
    var addresses = new ArrayList<SocketAddress>();
    for (ListenAddress address : subserver.addresses()) {
      try {
        addresses.add(listen.at(address));
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

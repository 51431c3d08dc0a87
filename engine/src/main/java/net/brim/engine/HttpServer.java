package net.brim.engine;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import net.brim.api.HttpApp;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Layer;
import net.brim.engine.hub.Protocol;
import net.brim.engine.threads.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server: sockets to accept from, hubs to serve on, and an app that answers.
 *
 * <pre>{@code
 * HttpApp app = request -> Response.text("Hello World!\n");
 * HttpServer server = HttpServer.builder(app).bind(8080).start();
 * server.join();
 * }</pre>
 *
 * <p>Its threads are daemons: a program that has nothing else to do waits with {@link #join}. All
 * methods may be called from any thread.
 */
public final class HttpServer extends StreamServer {

  private final HttpContext context;
  private final @Nullable ThreadPool pool;
  private volatile Instant countedSince = Instant.now();

  private HttpServer(HttpContext context, Protocol protocol, List<Layer> layers, List<Hub> hubs) {
    super(
        protocol,
        layers,
        hubs,
        counting(context.counters()),
        new Limits(
            context.settings().timeout(),
            context.settings().nodelay(),
            context.settings().maxConnections()),
        context.logger());
    this.context = context;
    this.pool = context.pool();
    if (context.watch() != null) {
      context.watch().start();
    }
  }

  /** Starts to describe a server that answers with {@code app}. */
  public static HttpServerBuilder builder(HttpApp app) {
    return new HttpServerBuilder(app);
  }

  static HttpServer of(HttpContext context, Protocol protocol, List<Layer> layers, List<Hub> hubs) {
    return new HttpServer(context, protocol, layers, hubs);
  }

  /**
   * Answers a GET for that target by itself, so that its code and its app are warm when the first
   * client comes. The request is one of plain HTTP/1.1, whatever the server speaks, and is counted
   * and logged as others are.
   *
   * @return the status of the response
   * @throws IOException where the connection for it cannot be had, or the response breaks off
   */
  public int warmUp(String target) throws IOException {
    return WarmUp.get(target, context, hubs());
  }

  /** What the server has counted so far. */
  public ServerStats stats() {
    return ServerStats.of(context.counters(), countedSince);
  }

  /** Has all counts begin at zero again, save those of what is open or running now. */
  public void clearStats() {
    ServerStats.clear(context.counters());
    countedSince = Instant.now();
  }

  private static Counting counting(HttpCounters counters) {
    return new Counting(
        counters.connections(),
        counters.openConnections(),
        counters.bytesRead(),
        counters.bytesWritten());
  }

  @Override
  void ended() {
    if (pool != null) {
      pool.close();
    }
    if (context.watch() != null) {
      context.watch().close();
    }
  }
}

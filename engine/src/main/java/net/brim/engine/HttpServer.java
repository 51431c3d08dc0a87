package net.brim.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.brim.api.HttpApp;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpCounters;
import net.brim.engine.http1.Http1;
import net.brim.engine.hub.Acceptor;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Layer;
import net.brim.engine.hub.Transport;
import net.brim.engine.threads.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server: sockets to accept from, hubs to serve on, and an app that answers.
 *
 * <pre>{@code
 * try (HttpServer server = HttpServer.builder(request -> Response.text("Hello World!\n")).build()) {
 *   server.bind(new InetSocketAddress("127.0.0.1", 8080), 128);
 *   Thread.currentThread().join();
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public final class HttpServer implements AutoCloseable {

  private final Transport transport;
  private final List<Hub> hubs;
  private final Acceptor acceptor;
  private final @Nullable ThreadPool pool;

  private HttpServer(HttpContext context, List<Layer> layers, int hubs, Transport transport) {
    this.transport = transport;
    this.pool = context.pool();
    this.hubs = Stream.generate(() -> new Hub(transport)).limit(hubs).toList();
    this.acceptor =
        new Acceptor(
            this.hubs,
            new Http1(context),
            layers,
            new Counting(context.counters()),
            context.settings().timeout(),
            context.settings().nodelay(),
            context.settings().maxConnections(),
            context.logger());
  }

  /** Starts to describe a server that answers with {@code app}. */
  public static HttpServerBuilder builder(HttpApp app) {
    return new HttpServerBuilder(app);
  }

  static HttpServer of(HttpContext context, List<Layer> layers, int hubs) {
    return new HttpServer(context, layers, hubs, Transport.best());
  }

  /**
   * Listens on an address.
   *
   * @param address port 0 for a free one
   * @return the address with its port
   * @throws IOException where the address cannot be bound
   */
  public InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
    return acceptor.bind(transport, address, backlog);
  }

  /**
   * Accepts from a descriptor that another process bound and that listens already, without
   * blocking; needs epoll.
   *
   * @throws IOException where the descriptor is no such socket
   */
  public void adopt(int descriptor) throws IOException {
    acceptor.adopt(descriptor, true);
  }

  /**
   * Takes a descriptor as {@link #adopt(int)} does, for when {@link #accept} is told to use it.
   *
   * @throws IOException where the descriptor is no such socket
   */
  public void adoptInReserve(int descriptor) throws IOException {
    acceptor.adopt(descriptor, false);
  }

  /** Begins or ceases to accept from a descriptor that was adopted. */
  public void accept(int descriptor, boolean accepting) {
    acceptor.accept(descriptor, accepting);
  }

  /**
   * Stops accepting, lets the requests that run finish, and closes idle connections.
   *
   * @return whether all connections were over within that time
   */
  public boolean drain(Duration limit) throws InterruptedException {
    acceptor.close();
    hubs.forEach(Hub::drain);
    return acceptor.awaitNone(limit);
  }

  /** How many connections are open. */
  public int openConnections() {
    return acceptor.open();
  }

  /** Severs what is left and ends the hubs. */
  @Override
  public void close() {
    acceptor.close();
    hubs.forEach(Hub::close);
    if (pool != null) {
      pool.close();
    }
  }

  /** Counts traffic where the requests are counted. */
  private record Counting(HttpCounters counters) implements Acceptor.Traffic {

    @Override
    public void connections(int change) {
      if (change > 0) {
        counters.connections().add(change);
      }
      counters.openConnections().add(change);
    }

    @Override
    public void read(long bytes) {
      counters.bytesRead().add(bytes);
    }

    @Override
    public void written(long bytes) {
      counters.bytesWritten().add(bytes);
    }
  }
}

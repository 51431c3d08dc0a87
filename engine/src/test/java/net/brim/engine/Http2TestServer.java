package net.brim.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.brim.api.HttpApp;
import net.brim.engine.http.CompletedRequest;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpSettings;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A server that speaks HTTP/2 without TLS, and what it has logged. */
final class Http2TestServer implements AutoCloseable {

  private static final HttpSettings USUAL = HttpSettings.DEFAULT;

  private final HttpServer server;
  private final int port;
  private boolean closed;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Http2TestServer(HttpApp app, HttpSettings settings) throws IOException {
    server =
        HttpServer.builder(app)
            .settings(settings)
            .logger(logger())
            .requestLog(request -> requests.add(line(request)))
            .build();
    port = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128).getPort();
  }

  static Http2TestServer start(HttpApp app) throws IOException {
    return start(app, patient());
  }

  static Http2TestServer start(HttpApp app, HttpSettings settings) throws IOException {
    return new Http2TestServer(app, settings);
  }

  static HttpSettings patient() {
    return settings(60_000, 60_000, 60_000, 100);
  }

  /** Timeouts in milliseconds, and how many streams there may be at once. */
  static HttpSettings settings(int timeout, int keepalive, int header, int streams) {
    return new HttpSettings(
        1000,
        4000,
        20,
        1_000_000,
        Duration.ofMillis(timeout),
        Duration.ofMillis(keepalive),
        Duration.ofMillis(header),
        USUAL.maxConnections(),
        USUAL.nodelay(),
        USUAL.serverName(),
        USUAL.serverHeader(),
        Http2Use.ALWAYS,
        streams);
  }

  int port() {
    return port;
  }

  HttpServer server() {
    return server;
  }

  /** The requests that are over, as {@code METHOD path protocol status}. */
  List<String> requests() {
    return requests;
  }

  /** What was logged beside requests. */
  List<String> lines() {
    return lines;
  }

  /** Waits until that many requests are logged. */
  List<String> requests(int count) throws InterruptedException {
    while (requests.size() < count) {
      Thread.sleep(5);
    }
    return requests;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      server.close();
    }
  }

  private static String line(CompletedRequest completed) {
    var request = completed.request();
    String what =
        request == null ? "-" : request.method() + " " + request.path() + " " + request.protocol();
    return what + " " + completed.status() + (completed.disconnected() ? " disconnect" : "");
  }

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == boolean.class) {
                return true;
              }
              if (arguments != null) {
                lines.add(method.getName() + " " + text(arguments));
              }
              return null;
            });
  }

  private static String text(Object[] arguments) {
    Object[] values =
        arguments.length == 2 && arguments[1] instanceof Object[] array
            ? array
            : java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
    return MessageFormatter.arrayFormat(String.valueOf(arguments[0]), values).getMessage();
  }
}

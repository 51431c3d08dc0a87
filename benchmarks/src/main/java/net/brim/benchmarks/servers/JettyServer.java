package net.brim.benchmarks.servers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Jetty: a core handler that says that it does not block, so that the one selector's thread answers
 * and no thread hands a request to another; TLS by the JDK.
 */
final class JettyServer extends Handler.Abstract.NonBlocking {

  private static final HttpField TEXT = type("text/plain");
  private static final HttpField JSON = type("application/json");
  private static final HttpField BYTES = type("application/octet-stream");

  /** Listens until it is ended. */
  public static void main(String[] arguments) throws Exception {
    var settings = ServerArguments.of(arguments);
    var server = new Server();
    var connector = connector(server, settings.tls());
    connector.setHost(ServerArguments.HOST);
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ServerArguments.BACKLOG);
    server.addConnector(connector);
    server.setHandler(new JettyServer());
    server.start();
    server.join();
  }

  private static ServerConnector connector(Server server, @Nullable PemFiles tls) throws Exception {
    var http = new HttpConnectionFactory(new HttpConfiguration());
    if (tls == null) {
      return new ServerConnector(server, 1, 1, http);
    }
    var context = new SslContextFactory.Server();
    context.setSslContext(tls.context());
    var ssl = new SslConnectionFactory(context, http.getProtocol());
    return new ServerConnector(server, 1, 1, ssl, http);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    switch (Request.getPathInContext(request)) {
      case "/hello" -> answer(response, callback, TEXT, Payloads.HELLO);
      case "/json" -> answer(response, callback, JSON, Payloads.json());
      case "/large" -> answer(response, callback, TEXT, Payloads.LARGE);
      case "/echo" -> Content.Source.asByteBuffer(request, echo(response, callback));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Promise<ByteBuffer> echo(Response response, Callback callback) {
    return Promise.from(
        body -> {
          response.getHeaders().put(BYTES);
          response.write(true, body, callback);
        },
        callback::failed);
  }

  private static void answer(Response response, Callback callback, HttpField type, byte[] body) {
    response.getHeaders().put(type);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static HttpField type(String value) {
    return new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, value);
  }
}

package net.brim.benchmarks.servers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import org.xnio.Options;

/** Undertow: one I/O thread, answering on it; TLS by the JDK. */
final class UndertowServer {

  private UndertowServer() {}

  /** Listens until it is ended. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    var settings = ServerArguments.of(arguments);
    var builder =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .setDirectBuffers(true)
            .setBufferSize(16 * 1024)
            .setSocketOption(Options.BACKLOG, ServerArguments.BACKLOG)
            .setSocketOption(Options.TCP_NODELAY, true)
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, true)
            .setHandler(UndertowServer::handle);
    PemFiles tls = settings.tls();
    if (tls == null) {
      builder.addHttpListener(settings.port(), ServerArguments.HOST);
    } else {
      builder.addHttpsListener(settings.port(), ServerArguments.HOST, tls.context());
    }
    builder.build().start();
  }

  private static void handle(HttpServerExchange exchange) {
    switch (exchange.getRequestPath()) {
      case "/hello" -> answer(exchange, "text/plain", Payloads.HELLO);
      case "/json" -> answer(exchange, "application/json", Payloads.json());
      case "/large" -> answer(exchange, "text/plain", Payloads.LARGE);
      case "/echo" ->
          exchange
              .getRequestReceiver()
              .receiveFullBytes((same, body) -> answer(same, "application/octet-stream", body));
      default -> exchange.setStatusCode(404).endExchange();
    }
  }

  private static void answer(HttpServerExchange exchange, String type, byte[] body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.SERVER, "Undertow");
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}

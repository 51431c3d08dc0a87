package net.brim.benchmarks.servers;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Vert.x: one event loop on the native transport, answering on it; TLS by BoringSSL. */
final class VertxServer extends VerticleBase {

  private static final CharSequence SERVER = HttpHeaders.createOptimized("vert.x");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence BYTES = HttpHeaders.createOptimized("application/octet-stream");

  private final ServerArguments settings;
  private final Buffer hello = Buffer.buffer(Payloads.HELLO);
  private final Buffer large = Buffer.buffer(Payloads.LARGE);
  private CharSequence date = now();

  private VertxServer(ServerArguments settings) {
    this.settings = settings;
  }

  /** Listens until it is ended. */
  public static void main(String[] arguments) {
    var options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1);
    Vertx vertx = Vertx.vertx(options);
    if (!vertx.isNativeTransportEnabled()) {
      throw new IllegalStateException(
          "no native transport", vertx.unavailableNativeTransportCause());
    }
    vertx
        .deployVerticle(new VertxServer(ServerArguments.of(arguments)))
        .onFailure(cause -> {
          System.err.println(cause);
          System.exit(1);
        });
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(1000, timer -> date = now());
    return vertx
        .createHttpServer(options())
        .requestHandler(this::handle)
        .listen(settings.port(), ServerArguments.HOST);
  }

  private HttpServerOptions options() {
    var options = new HttpServerOptions().setAcceptBacklog(ServerArguments.BACKLOG);
    PemFiles tls = settings.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setSslEngineOptions(new OpenSSLEngineOptions())
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(tls.certificate().toString())
                  .setKeyPath(tls.key().toString()));
    }
    return options;
  }

  private void handle(HttpServerRequest request) {
    switch (String.valueOf(request.path())) {
      case "/hello" -> answer(request, TEXT, hello);
      case "/json" -> answer(request, JSON, Buffer.buffer(Payloads.json()));
      case "/large" -> answer(request, TEXT, large);
      case "/echo" -> request.body().onSuccess(body -> answer(request, BYTES, body));
      default -> request.response().setStatusCode(404).end();
    }
  }

  private void answer(HttpServerRequest request, CharSequence type, Buffer body) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.SERVER, SERVER)
        .putHeader(HttpHeaders.DATE, date)
        .end(body);
  }

  private static CharSequence now() {
    return HttpHeaders.createOptimized(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
  }
}

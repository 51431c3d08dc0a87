package net.brim.benchmarks.servers;

import io.helidon.common.tls.TlsConfig;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Helidon: one virtual thread for each connection, as always with it, on the JDK's scheduler, which
 * has one carrier on one processor; TLS by the JDK.
 */
final class HelidonServer {

  private static final Header SERVER = HeaderValues.create(HeaderNames.SERVER, "Helidon");
  private static final Header TEXT = type("text/plain");
  private static final Header JSON = type("application/json");
  private static final Header BYTES = type("application/octet-stream");

  private HelidonServer() {}

  /** Listens until it is ended. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    var settings = ServerArguments.of(arguments);
    var builder =
        WebServer.builder()
            .host(ServerArguments.HOST)
            .port(settings.port())
            .backlog(ServerArguments.BACKLOG)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .addProtocol(
                Http1Config.builder().log(log -> log.sendLog(false).receiveLog(false)).build())
            .routing(HelidonServer::route);
    PemFiles tls = settings.tls();
    if (tls != null) {
      builder.tls(TlsConfig.builder().sslContext(tls.context()).build());
    }
    builder.build().start();
  }

  private static void route(HttpRouting.Builder routing) {
    routing
        .get("/hello", (request, response) -> answer(response, TEXT, Payloads.HELLO))
        .get("/json", (request, response) -> answer(response, JSON, Payloads.json()))
        .get("/large", (request, response) -> answer(response, TEXT, Payloads.LARGE))
        .post(
            "/echo",
            (request, response) -> answer(response, BYTES, request.content().as(byte[].class)));
  }

  private static void answer(ServerResponse response, Header type, byte[] body) {
    response.header(type).header(SERVER).send(body);
  }

  private static Header type(String value) {
    return HeaderValues.create(HeaderNames.CONTENT_TYPE, value);
  }
}

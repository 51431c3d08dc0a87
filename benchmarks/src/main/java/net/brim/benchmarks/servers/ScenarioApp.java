package net.brim.benchmarks.servers;

import java.io.IOException;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/** The app that Brim runs in every scenario. */
public final class ScenarioApp implements HttpApp {

  private final HttpApp next;

  /** What {@code call =} asks for. */
  public ScenarioApp(String name, Conf conf, HttpApp next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    return switch (request.path()) {
      case "/hello" -> Response.bytes("text/plain", Payloads.HELLO);
      case "/json" -> Response.bytes("application/json", Payloads.json());
      case "/large" -> Response.bytes("text/plain", Payloads.LARGE);
      case "/echo" -> echo(request);
      default -> next.handle(request);
    };
  }

  private static Response echo(Request request) throws IOException {
    return Response.bytes("application/octet-stream", request.body(Payloads.MAX_ECHO));
  }
}

package net.brim.benchmarks;

import java.nio.charset.StandardCharsets;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;

/** Answers every request with the same 13 bytes. */
public final class HelloApp implements HttpApp {

  private static final byte[] BODY = "Hello World!\n".getBytes(StandardCharsets.US_ASCII);

  /** What {@code call =} asks for. */
  public HelloApp(String name, Conf conf, HttpApp next) {}

  @Override
  public Response handle(Request request) {
    return Response.of(Status.OK).header("Content-Type", "text/plain").body(BODY);
  }
}

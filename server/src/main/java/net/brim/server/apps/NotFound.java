package net.brim.server.apps;

import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;

/** The last app of every pipeline: answers 404. */
public final class NotFound implements HttpApp {

  /** One for each pipeline. */
  public NotFound() {}

  @Override
  public Response handle(Request request) {
    return Response.of(Status.NOT_FOUND).text("text/plain; charset=utf-8", Status.NOT_FOUND + "\n");
  }
}

package mypackage.mymodule;

import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/** Answers one fixed path; the shortest app there can be. */
public final class HelloWorld implements HttpApp {

  private final HttpApp next;

  /** What Brim calls in each worker, since the section's {@code call} names this class. */
  public HelloWorld(String name, Conf conf, HttpApp next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    if (!request.path().equals("/helloworld")) {
      return next.handle(request);
    }
    return Response.text("Hello World!\n");
  }
}

package mypackage.mymodule;

import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Response;

/** Answers the path that its section names, and keeps Brim from starting where there is none. */
public final class HelloWorld implements HttpApp.Factory<String> {

  /** The settings of this app are one string: its path. */
  @Override
  public String parseConf(String name, Conf conf) {
    String path = conf.get(name, "path", "");
    if (path.isEmpty()) {
      throw new ConfException("[" + name + "] you must configure a path to serve.");
    }
    return path;
  }

  @Override
  public HttpApp create(String name, String path, HttpApp next) {
    return request -> request.path().equals(path) ? hello() : next.handle(request);
  }

  private static Response hello() {
    return Response.text("Hello World!\n");
  }
}

package mypackage.mymodule;

import java.time.Instant;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import net.brim.api.Stat;
import net.brim.api.Stats;

/** Answers the path that its section names, and counts how often and when last. */
public final class HelloWorld implements HttpApp.Factory<String> {

  private static final String REQUESTS = ".requests";
  private static final String LAST_CALLED = ".last_called";

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
  public List<Stat> statsConf(String name, String path) {
    return List.of(Stat.sum(name + REQUESTS), Stat.max(name + LAST_CALLED));
  }

  @Override
  public HttpApp create(String name, String path, HttpApp next) {
    return request ->
        request.path().equals(path) ? hello(name, request.stats()) : next.handle(request);
  }

  private static Response hello(String name, Stats stats) {
    stats.incr(name + REQUESTS);
    stats.set(name + LAST_CALLED, Instant.now().getEpochSecond());
    return Response.text("Hello World!\n");
  }
}

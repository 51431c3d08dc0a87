package net.brim.server.apps;

import java.util.List;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Stat;

/** Answers requests for one path with their own body; {@code call} of the section of an echo. */
public final class Echo implements HttpApp.Factory<Echo.Settings> {

  /**
   * What the section says.
   *
   * @param path answered when it is exactly this
   * @param maxEcho in bytes; what is beyond is ignored
   */
  public record Settings(String path, int maxEcho) {}

  /** For {@code call}. */
  public Echo() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    long maxEcho = conf.getSize(name, "max_echo", 64 * 1024);
    if (maxEcho > Integer.MAX_VALUE) {
      throw new net.brim.api.ConfException(conf.invalid(name, "max_echo", "a size below 2g"));
    }
    return new Settings(Paths.parse(name, conf, "/echo"), (int) maxEcho);
  }

  @Override
  public List<Stat> statsConf(String name, Settings settings) {
    return List.of(Stat.sum(name + ".requests"));
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    String requests = name + ".requests";
    return request ->
        request.path().equals(settings.path())
            ? echo(request, settings.maxEcho(), requests)
            : next.handle(request);
  }

  private static Response echo(Request request, int limit, String requests) throws Exception {
    request.stats().incr(requests);
    return Response.bytes("application/octet-stream", request.body().readNBytes(limit));
  }
}
